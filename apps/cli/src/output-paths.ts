import { join } from "node:path"
import { presetNames } from "@pami/image"
import type { RecipeDraft } from "@pami/recipe"
import { distinctNames } from "./distinct-names.ts"
import { expectFigureName, expectName } from "./figure-format.ts"
import { expectNoOverwriting } from "./overwriting.ts"
import type { NamedFile } from "./overwriting.ts"
import type { ExplainRequest } from "./request.ts"
import { expectWritable, makeFolder } from "./write.ts"

/** Where the results of one image go. */
export interface OutputPaths {
  readonly figure: string | undefined
  readonly map: string | undefined
  readonly manifest: string | undefined
  readonly explanation: string | undefined
  readonly evidence: string | undefined
}

/**
 * Chooses where the results go, before any work is done for them. Several images need a place each: `-o`, `--map`,
 * `--manifest` and `--save` then name folders, which are made.
 *
 * @param draft of the recipe file
 * @throws UsageError if a result would overwrite an input or another result
 * @throws PamiError `FILE_UNWRITABLE`
 */
export async function outputPaths(
  images: readonly string[],
  request: ExplainRequest,
  draft: RecipeDraft,
): Promise<OutputPaths[]> {
  const several = images.length > 1
  const { figure, map, manifest, explanation, evidence, printRecipe } = request.output
  const place = (path: string | undefined, name: string) =>
    path !== undefined && several ? join(path, name) : path
  const placeFigure = (name: string) =>
    figure === false ? undefined : (place(figure, `${name}.png`) ?? `${name}.pami.png`)
  const paths = distinctNames(images, ".pami.png".length).map((name) => ({
    figure: placeFigure(name),
    map: place(map, `${name}.npy`),
    manifest: place(manifest, `${name}.json`),
    explanation: place(explanation, `${name}.npz`),
    evidence: place(evidence, `${name}.wav`),
  }))
  if (printRecipe) return paths
  await expectNoOverwriting({
    reads: [
      ...(request.data.texts === undefined ? images : []).map((path) => ({ what: "the input image", path })),
      ...filesRead(request, draft),
    ],
    writes: paths.flatMap((one) => [
      { what: figure === undefined ? "the figure's default name" : "-o", path: one.figure },
      { what: "--map", path: one.map },
      { what: "--manifest", path: one.manifest },
      { what: "--save", path: one.explanation },
      { what: "--evidence", path: one.evidence },
    ]),
    model: request.model.file,
  })
  const folders = [figure, map, manifest, explanation, evidence].filter((path) => typeof path === "string")
  if (several) for (const path of folders) await makeFolder(path)
  else {
    if (typeof figure === "string") expectFigureName("-o", figure, [".html"])
    expectName("--map", map)
    expectName("--manifest", manifest)
    expectName("--save", explanation)
    expectName("--evidence", evidence)
  }
  for (const one of paths)
    for (const path of Object.values(one)) if (path !== undefined) await expectWritable(path)
  return paths
}

/**
 * Returns the files that the options and the recipe file name. Names of masks and segmentations are among them, and do no
 * harm.
 */
function filesRead({ model, recipe, data }: ExplainRequest, draft: RecipeDraft): NamedFile[] {
  const { preset, labels, backend, file } = model
  const mask = recipe.draft.mask ?? draft.mask
  const feeds = recipe.draft.feeds ?? draft.feeds
  return [
    { what: "the model", path: file },
    { what: "the labels", path: labels },
    { what: "the preset", path: presetNames.some((name) => name === preset) ? undefined : preset },
    { what: "the recipe", path: recipe.file },
    { what: "the tokenizer", path: data.tokenizer },
    { what: "the mask", path: mask },
    { what: "the backend", path: backend },
    ...Object.entries(feeds ?? {}).map(([name, path]) => ({ what: `the feed of ${name}`, path })),
    ...(recipe.partitions ?? draft.labelMaps ?? []).map((path) => ({ what: "the partitions", path })),
  ]
}
