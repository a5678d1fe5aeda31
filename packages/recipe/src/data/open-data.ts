import type { Model } from "@pami/core"
import { readFeeds } from "./feeds.ts"
import { isNumber } from "../schema/recipe.ts"
import type { DataRecipe } from "../schema/data-recipe.ts"
import { formatOf } from "./data-file.ts"
import type { DataFile } from "./data-file.ts"
import type { DataFiles, ReadFiles } from "./data-files.ts"
import type { PreparedData } from "./prepared-data.ts"
import { prepareSeries, readSeries } from "./series.ts"
import { prepareTable, readTable } from "./tables.ts"
import { prepareText, readTexts } from "./texts.ts"
import { openTokenizerOf } from "./tokenizers.ts"
import { prepareArray, prepareVolume, readVolume } from "./volumes.ts"

/**
 * Opens the files that a recipe names, each once.
 *
 * @param openTokenizer opens the tokenizer of a text, so that a caller may keep it for the next
 * @throws the errors of `files`
 */
export async function resolveDataFiles(
  recipe: DataRecipe,
  files: ReadFiles,
  openTokenizer: typeof openTokenizerOf = openTokenizerOf,
): Promise<DataFiles> {
  const feeds: [input: string, bytes: Uint8Array][] = []
  for (const [input, value] of Object.entries(recipe.feeds))
    if (!isNumber(value)) feeds.push([input, await files.bytes(value)])
  const background = recipe.kind === "table" ? recipe.backgroundFile : null
  return {
    feeds: Object.fromEntries(feeds),
    background: background === null ? undefined : await files.bytes(background),
    tokenizer: recipe.kind === "text" ? await openTokenizer(recipe, files) : undefined,
  }
}

/**
 * Decodes the file of an input and prepares it for a model.
 *
 * @throws PamiError for a file that cannot be read or does not fit the model, with a code of the input's package
 */
export async function openData(
  recipe: DataRecipe,
  { feeds, background, ...ofText }: DataFiles,
  model: Pick<Model, "inputs" | "metadata">,
  file: DataFile,
): Promise<PreparedData> {
  const others = readFeeds({ recipe, feeds }, model.inputs)
  switch (recipe.kind) {
    case "text":
      return prepareText(recipe, model, recipe.texts ?? readTexts(file), ofText)
    case "table": {
      const rows =
        background === undefined
          ? undefined
          : readTable({
              bytes: background,
              name: recipe.backgroundFile!,
              format: formatOf(background, recipe.backgroundFile!),
            })
      return prepareTable(recipe, model, readTable(file), rows)
    }
    case "volume":
      return await prepareVolume(recipe, model, await readVolume(file, recipe), others)
    case "array":
      return await prepareArray(recipe, model, file, others)
    case "series":
      return await prepareSeries(recipe, model, await readSeries(file), others)
  }
}
