import { existsSync, readFileSync, realpathSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { publicPackages } from "./packages.ts"

interface Manifest {
  readonly engines?: { readonly node?: string }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const read = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest

/** Returns the oldest Node of a range, `[major, minor, patch]`; of several majors, the oldest from 20 on. */
function oldest(range: string): number[] {
  const versions = [...range.matchAll(/(\d+)(?:\.(\d+))?(?:\.(\d+))?/g)].map(([, ...parts]) =>
    parts.map((part) => Number(part ?? 0)),
  )
  return versions.findLast(([major]) => major <= 20) ?? versions[0]
}

const isNewer = (these: number[], those: number[]) =>
  these.map((part, index) => part - those[index]).find((difference) => difference !== 0)! > 0

test.each(publicPackages())("$name asks for a Node that all of its dependencies support", ({ folder }) => {
  const { engines, dependencies = {} } = read(folder)
  const promised = oldest(engines!.node!)
  for (const name of Object.keys(dependencies)) {
    const own = join(folder, "node_modules", name)
    const { engines, optionalDependencies = {} } = read(own)
    // The binary of a platform may ask for a newer Node than the package that loads it.
    const binaries = Object.keys(optionalDependencies)
      .map((binary) => join(realpathSync(own), "..", binary))
      .filter((path) => existsSync(join(path, "package.json")))
      .map((path) => read(path).engines?.node)
    for (const range of [engines?.node, ...binaries])
      if (range !== undefined)
        expect([name, range, isNewer(oldest(range), promised)]).toEqual([name, range, false])
  }
})
