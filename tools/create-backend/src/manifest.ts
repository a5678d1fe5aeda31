import { existsSync, readdirSync, readFileSync } from "node:fs"
import { isAbsolute, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { UsageError } from "./usage-error.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))

/** The fields of a package.json that are used here. */
export interface Manifest {
  name: string
  version: string
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  overrides?: Record<string, string>
}

/**
 * Returns a template's package.json with versions in place of the asterisks: for packages that this workspace uses, its
 * versions; for PAMI's packages the tarballs in the folder `packages`, else the workspace if `folder` is in it, else the
 * registry.
 *
 * @throws UsageError when tarballs are missing
 */
export function manifestOf(
  template: Manifest,
  place: { readonly folder: string; readonly packages?: string | undefined },
): Manifest {
  const { devDependencies: used } = readManifest(join(root, "package.json"))
  const tarballs = place.packages === undefined ? undefined : tarballsIn(resolve(place.packages))
  const own = isInside(root, place.folder)
    ? "workspace:^"
    : `^${readManifest(join(root, "packages/core/package.json")).version}`
  const versioned = (dependencies: Record<string, string>) =>
    Object.fromEntries(
      Object.keys(dependencies).map((name) => {
        if (!name.startsWith("@pami/")) return [name, used[name]]
        if (tarballs === undefined) return [name, own]
        const tarball = tarballs[name]
        if (tarball === undefined)
          throw new UsageError(`${place.packages} has no tarball of ${name}: create it with \`pnpm pack\``)
        return [name, tarball]
      }),
    )
  const dependencies = versioned(template.dependencies)
  const devDependencies = versioned(template.devDependencies)
  // Packages that these depend on come from the folder too.
  const overrides = Object.entries(tarballs ?? {}).filter(
    ([name]) => !(name in dependencies) && !(name in devDependencies),
  )
  return {
    ...template,
    dependencies,
    devDependencies,
    ...(overrides.length > 0 && { overrides: Object.fromEntries(overrides) }),
  }
}

/** Reads a package.json. */
export function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, "utf8")) as Manifest
}

/** Returns the addresses of the tarballs of PAMI's packages in a folder, by package; the file names are those of `pnpm pack`. */
function tarballsIn(folder: string): Record<string, string> {
  if (!existsSync(folder)) throw new UsageError(`the folder ${folder} does not exist`)
  const found: Record<string, string> = {}
  for (const file of readdirSync(folder)) {
    const [, name] = /^pami-(\D.*?)-\d+\.\d+\.\d+.*\.tgz$/.exec(file) ?? []
    if (name === undefined) continue
    if (`@pami/${name}` in found) throw new UsageError(`${folder} has several tarballs of @pami/${name}`)
    found[`@pami/${name}`] = `file:${join(folder, file)}`
  }
  return found
}

function isInside(outer: string, inner: string): boolean {
  const path = relative(outer, inner)
  return !path.startsWith("..") && !isAbsolute(path)
}
