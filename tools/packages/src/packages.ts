import { execFileSync } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../", import.meta.url))

/** A package to publish. */
export interface Package {
  readonly name: string
  readonly folder: string
  /** Whether it has exports; a program alone has none. */
  readonly importable: boolean
  /** Whether each export is the same file on every platform, with its declarations beside it. */
  readonly isPlain: boolean
}

/** Returns every package of the workspace that is not private, sorted by name. */
export function publicPackages(): Package[] {
  return globSync("{packages,apps}/*/package.json", { cwd: root })
    .map((file) => ({ folder: dirname(join(root, file)), ...readManifest(join(root, file)) }))
    .filter(({ private: hidden }) => hidden !== true)
    .map(({ name, folder, exports }) => ({
      name,
      folder,
      importable: exports !== undefined,
      isPlain: Object.values(exports ?? {}).every(isPlain),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Returns whether an export is one file, or one module and the declarations of the same name. */
function isPlain(entry: unknown): boolean {
  if (typeof entry === "string") return true
  const conditions = entry as Readonly<Record<string, unknown>>
  const { types, default: code } = conditions
  return (
    Object.keys(conditions).join() === "source,types,default" &&
    typeof code === "string" &&
    types === code.replace(/\.js$/, ".d.ts")
  )
}

/** The fields of a package.json that are used here. */
export interface PackageJson {
  name: string
  private?: boolean
  exports?: Readonly<Record<string, unknown>>
  dependencies?: Readonly<Record<string, string>>
  peerDependencies?: Readonly<Record<string, string>>
}

/** Reads a package.json. */
export function readManifest(file: string): PackageJson {
  return JSON.parse(readFileSync(file, "utf8")) as PackageJson
}

/** Packs a package as it will be published. Returns the path of the tarball. */
export function pack({ folder }: Package, to: string): string {
  const pnpm = join(root, "node_modules/.bin/pnpm")
  const printed = execFileSync(pnpm, ["pack", "--json", "--pack-destination", to], {
    cwd: folder,
    encoding: "utf8",
  })
  return (JSON.parse(printed) as { filename: string }).filename
}

/** Packs the named packages and their dependencies in the workspace into a folder. Returns the names of the tarballs. */
export function packWithDependencies(names: readonly string[], to: string): string[] {
  const known = new Map(publicPackages().map((found) => [found.name, found]))
  const needed = new Set(names)
  // The loop also visits the names that it adds.
  for (const name of needed) {
    const { dependencies = {} } = readManifest(join(known.get(name)!.folder, "package.json"))
    for (const dependency of Object.keys(dependencies)) if (known.has(dependency)) needed.add(dependency)
  }
  return [...needed].map((name) => basename(pack(known.get(name)!, to)))
}
