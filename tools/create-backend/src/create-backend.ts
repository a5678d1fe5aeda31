import { cpSync, existsSync, globSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { manifestOf, readManifest } from "./manifest.ts"
import { UsageError } from "./usage-error.ts"

const template = fileURLToPath(new URL("../template/", import.meta.url))

/** What a new package is to be. */
export interface NewBackend {
  /** As npm knows the package: `my-runtime`, `@me/my-runtime`. The backend is called the same. */
  readonly name: string
  /** Folder in which its own is made, which is called as the package is, without the scope. */
  readonly parent: string
  /** Folder of tarballs of PAMI's packages, to be installed in place of those of the registry. */
  readonly packages?: string | undefined
}

/**
 * Writes a package that type-checks, and whose conformance suite fails only where its `run` is needed.
 *
 * @returns the package's folder
 * @throws UsageError on a name that npm does not take, a folder that is not empty, or tarballs that are missing
 */
export function createBackend({ name, parent, packages }: NewBackend): string {
  if (!/^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z][a-z0-9._-]*$/.test(name) || name.length > 214)
    throw new UsageError(
      `"${name}" is no name for a backend: small letters, digits and hyphens, a letter first, such as my-runtime or @me/my-runtime`,
    )
  const folder = join(parent, name.replace(/^.*\//, ""))
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0))
    throw new UsageError(`${folder} is there, and not empty: choose another name, or another place with --in`)
  const manifest = manifestOf(readManifest(join(template, "package.json")), { folder, packages })
  // A checkout's template may have been tried out.
  const left = ["node_modules", "dist"]
  cpSync(template, folder, { recursive: true, filter: (file) => !left.includes(basename(file)) })
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ ...manifest, name }, null, 2)}\n`)
  for (const file of globSync("**/*.{ts,md}", { cwd: folder })) {
    const text = readFileSync(join(folder, file), "utf8")
    const named = text.replaceAll("my-backend", name).replaceAll("myBackend", functionName(name))
    writeFileSync(join(folder, file), named)
  }
  return folder
}

/** Name of the function that makes the backend: `@me/my-runtime` is made by `myRuntimeBackend`. */
function functionName(name: string): string {
  const [first, ...others] = name
    .replace(/^.*\//, "")
    .split(/[._-]+/)
    .filter(Boolean)
  const camel = first + others.map((word) => word[0].toUpperCase() + word.slice(1)).join("")
  return camel.endsWith("Backend") ? camel : `${camel}Backend`
}
