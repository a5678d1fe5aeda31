import { join } from "node:path"
import { presetNames } from "@pami/image"
import { distinctNames } from "./distinct-names.ts"
import { expectFigureName, expectName } from "./figure-format.ts"
import type { ExplainFlags } from "./flags.ts"
import { expectNoOverwriting } from "./overwriting.ts"
import type { NamedFile } from "./overwriting.ts"
import { expectWritable, makeFolder } from "./write.ts"

/** Where the results of one input go. */
export interface Places {
  readonly picture: string
  readonly map: string | undefined
  readonly manifest: string | undefined
}

/**
 * Chooses where the results go, before any work is done for them. Several inputs need a place each: `-o`, `--map` and
 * `--manifest` then name folders, which are made.
 *
 * @throws UsageError when a result would overwrite an input or another result
 * @throws PamiError `FILE_UNWRITABLE`
 */
export async function placesOf(inputs: readonly string[], flags: ExplainFlags): Promise<Places[]> {
  const several = inputs.length > 1
  const { output, map, manifest } = flags
  const place = (path: string | undefined, name: string) =>
    path !== undefined && several ? join(path, name) : path
  const places = distinctNames(inputs, ".pami.png".length).map((name) => ({
    picture: place(output, `${name}.png`) ?? `${name}.pami.png`,
    map: place(map, `${name}.npy`),
    manifest: place(manifest, `${name}.json`),
  }))
  await expectNoOverwriting({
    reads: [...inputs.map((path) => ({ what: "the input image", path })), ...filesRead(flags)],
    writes: places.flatMap((one) => [
      { what: output === undefined ? "the figure's default name" : "-o", path: one.picture },
      { what: "--map", path: one.map },
      { what: "--manifest", path: one.manifest },
    ]),
    model: flags.model,
  })
  if (!several) {
    if (output !== undefined) expectFigureName("-o", output)
    expectName("--map", map)
    expectName("--manifest", manifest)
  }
  if (several) for (const path of [output, map, manifest]) if (path !== undefined) await makeFolder(path)
  for (const { picture, map, manifest } of places)
    for (const path of [picture, map, manifest]) if (path !== undefined) await expectWritable(path)
  return places
}

/** Files that the options name. What is none, such as the name of a mask, is no file's path either. */
function filesRead({ model, labels, preset, mask, feed, partitions, backend }: ExplainFlags): NamedFile[] {
  return [
    { what: "the model", path: model },
    { what: "the labels", path: labels },
    { what: "the preset", path: presetNames.some((name) => name === preset) ? undefined : preset },
    { what: "the mask", path: mask },
    { what: "the backend", path: backend },
    ...Object.entries(feed ?? {}).map(([name, path]) => ({ what: `the feed of ${name}`, path })),
    ...(partitions ?? []).map((path) => ({ what: "the partitions", path })),
  ]
}
