import { execFileSync } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../", import.meta.url))

/** A package to publish. */
export interface Package {
  readonly name: string
  readonly folder: string
  /** Whether it has exports; a program alone has none. */
  readonly importable: boolean
}

/** Returns every package of the workspace that is not private, sorted by name. */
export function publicPackages(): Package[] {
  return globSync("{packages,apps}/*/package.json", { cwd: root })
    .map((file) => ({ folder: dirname(join(root, file)), ...readManifest(join(root, file)) }))
    .filter(({ private: hidden }) => hidden !== true)
    .map(({ name, folder, exports }) => ({ name, folder, importable: exports !== undefined }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

interface PackageJson {
  name: string
  private?: boolean
  exports?: unknown
}

function readManifest(file: string): PackageJson {
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
