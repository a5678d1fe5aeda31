import { cpSync, existsSync, globSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { manifestOf, readManifest } from "./manifest.ts"
import { UsageError } from "./usage-error.ts"

const template = fileURLToPath(new URL("../template/", import.meta.url))

/** Options of a new package. */
export interface NewBackend {
  /** Name of the package, and of the backend: `my-runtime`, `@me/my-runtime`. */
  readonly name: string
  /** Parent of the new folder, which has the name of the package without its scope. */
  readonly parent: string
  /** Folder with tarballs of PAMI's packages, to install instead of those of the registry. */
  readonly packages?: string | undefined
}

/**
 * Writes a package that type-checks, and whose conformance suite fails only where it needs `run`.
 *
 * @returns the package's folder
 * @throws UsageError on a name that npm refuses, a folder that is not empty, or missing tarballs
 */
export function createBackend({ name, parent, packages }: NewBackend): string {
  if (!/^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z][a-z0-9._-]*$/.test(name) || name.length > 214)
    throw new UsageError(
      `"${name}" is not a name for a backend: use lower-case letters, digits and hyphens, a letter first, such as my-runtime or @me/my-runtime`,
    )
  const folder = join(parent, name.replace(/^.*\//, ""))
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0))
    throw new UsageError(
      `${folder} exists and is not empty: choose another name, or another folder with --in`,
    )
  const manifest = manifestOf(readManifest(join(template, "package.json")), { folder, packages })
  // The template may have been used in this checkout.
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

/** Returns the name of the function that creates the backend: `myRuntimeBackend` for `@me/my-runtime`. */
function functionName(name: string): string {
  const [first, ...others] = name
    .replace(/^.*\//, "")
    .split(/[._-]+/)
    .filter(Boolean)
  const camel = first + others.map((word) => word[0].toUpperCase() + word.slice(1)).join("")
  return camel.endsWith("Backend") ? camel : `${camel}Backend`
}
