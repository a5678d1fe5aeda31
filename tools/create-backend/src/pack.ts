import { readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { pack, publicPackages } from "@pami/packages"

/** Packs the named packages and their dependencies in the workspace into a folder. Returns the names of the tarballs. */
export function packWithDependencies(names: readonly string[], to: string): string[] {
  const known = new Map(publicPackages().map((found) => [found.name, found]))
  const needed = new Set(names)
  // The loop also visits the names that it adds.
  for (const name of needed) {
    const manifest = JSON.parse(readFileSync(join(known.get(name)!.folder, "package.json"), "utf8"))
    for (const dependency of Object.keys(manifest.dependencies ?? {}))
      if (known.has(dependency)) needed.add(dependency)
  }
  return [...needed].map((name) => basename(pack(known.get(name)!, to)))
}
