import { basename, extname, join } from "node:path"
import { UsageError } from "./exit-status.ts"
import { expectWritable, makeFolder } from "./files.ts"
import type { ExplainFlags } from "./flags.ts"

/** Where the results of one input go. */
export interface Places {
  readonly picture: string
  readonly map: string | undefined
  readonly manifest: string | undefined
}

/** Several inputs need a place each: `-o`, `--map` and `--manifest` then name folders. */
export async function placesOf(inputs: readonly string[], flags: ExplainFlags): Promise<Places[]> {
  const several = inputs.length > 1
  const taken = new Map<string, number>()
  const places: Places[] = []
  for (const input of inputs) {
    const stem = basename(input, extname(input))
    const times = (taken.get(stem) ?? 0) + 1
    taken.set(stem, times)
    const name = times === 1 ? stem : `${stem}-${times}`
    const place = (path: string | undefined, extension: string) =>
      path !== undefined && several ? join(path, `${name}${extension}`) : path
    places.push({
      picture: place(flags.output, ".png") ?? `${name}.pami.png`,
      map: place(flags.map, ".npy"),
      manifest: place(flags.manifest, ".json"),
    })
  }
  for (const path of several ? [flags.output, flags.map, flags.manifest] : [])
    if (path !== undefined) await makeFolder(path)
  for (const { picture, map, manifest } of places)
    for (const path of [picture, map, manifest]) if (path !== undefined) await expectWritable(path)
  const [first] = places
  const named = [first.picture, first.map, first.manifest].filter((path) => path !== undefined)
  if (new Set(named).size < named.length) throw new UsageError("-o, --map and --manifest name the same file")
  return places
}
