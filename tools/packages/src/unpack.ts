import { execFileSync } from "node:child_process"
import { mkdirSync, realpathSync, symlinkSync } from "node:fs"
import { dirname, join } from "node:path"
import { publicPackages, readManifest } from "./packages.ts"

/**
 * Unpacks a package and its dependencies in the workspace into the `node_modules` of a folder, without a registry. Each finds
 * the other packages that it declares, and no more: they are linked from the workspace.
 *
 * @param tarballs by name
 */
export function unpack(name: string, tarballs: ReadonlyMap<string, string>, folder: string): void {
  const known = new Map(publicPackages().map((found) => [found.name, found.folder]))
  const { dependencies: own = {} } = readManifest(join(known.get(name)!, "package.json"))
  const needed = new Set([name])
  // The loop also visits the names that it adds.
  for (const each of needed) {
    const from = known.get(each)!
    const to = join(folder, "node_modules", each)
    mkdirSync(to, { recursive: true })
    execFileSync("tar", ["-xzf", tarballs.get(each)!, "--strip-components=1", "-C", to])
    const { dependencies = {}, peerDependencies = {} } = readManifest(join(from, "package.json"))
    // An optional peer is there if the package itself depends on it.
    const peers = Object.keys(peerDependencies).filter((peer) => Object.hasOwn(own, peer))
    for (const dependency of [...Object.keys(dependencies), ...peers])
      if (known.has(dependency)) needed.add(dependency)
      else {
        const link = join(to, "node_modules", dependency)
        mkdirSync(dirname(link), { recursive: true })
        symlinkSync(realpathSync(join(from, "node_modules", dependency)), link)
      }
  }
}
