import { existsSync, readdirSync, readFileSync } from "node:fs"
import { isAbsolute, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { UsageError } from "./usage-error.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))

/** As much of a package.json as matters here. */
export interface Manifest {
  name: string
  version: string
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  overrides?: Record<string, string>
}

/**
 * A template's package.json, with versions in place of the asterisks: those of this workspace for what it uses itself;
 * for PAMI's packages the tarballs in the folder `packages`, else the workspace where `folder` is in it, else the
 * registry.
 *
 * @throws UsageError where tarballs are missing
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
          throw new UsageError(`${place.packages} has no tarball of ${name}: \`pnpm pack\` makes one`)
        return [name, tarball]
      }),
    )
  const dependencies = versioned(template.dependencies)
  const devDependencies = versioned(template.devDependencies)
  // What the packages need of one another is in the folder, too.
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

/** A package.json. */
export function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, "utf8")) as Manifest
}

/** Addresses of the tarballs of PAMI's packages in a folder, as `pnpm pack` calls them, by package. */
function tarballsIn(folder: string): Record<string, string> {
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`)
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
