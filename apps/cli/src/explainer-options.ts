import type { ExplainerOptions } from "@pami/explainer"
import type { RecipeDraft } from "@pami/recipe"
import { UsageError } from "./exit-status.ts"
import { loadOwnTarget } from "./own-target.ts"
import type { ExplainRequest } from "./request.ts"

/**
 * Returns the options of a command line as those of an explanation.
 *
 * @throws UsageError for options of images alone
 */
export async function explainerOptions({
  request,
  file,
}: {
  readonly request: ExplainRequest
  /** The fields of the recipe file. */
  readonly file: RecipeDraft
}): Promise<ExplainerOptions> {
  const { recipe, data, model } = request
  const { name, references, boxes, region } = recipe.task
  if (boxes !== undefined || region !== undefined)
    throw new UsageError(`${boxes === undefined ? "--region" : "--boxes"} is for images`)
  if (recipe.partitions !== undefined)
    throw new UsageError("--partitions is for images without a caption or a question")
  const isFile = data.background !== undefined && !/^(?:median|zeros|sample:\d+)$/.test(data.background)
  // The model has its input, its labels and its preprocessing; the texts are those of the command line.
  const {
    input: _input,
    labels: _labels,
    preprocessing: _preprocessing,
    texts: _texts,
    target: filed,
    ...fields
  } = file as RecipeDraft & { readonly texts?: unknown }
  const given = {
    ...withoutNull(fields),
    ...withoutNull(recipe.draft),
    ...(name === undefined ? {} : { task: name }),
    references,
    target: (await loadOwnTarget(recipe.target)) ?? recipe.target ?? (filed && namesOf(filed)),
    ...(recipe.versus === undefined ? {} : { versus: recipe.versus }),
    ...(Object.keys(recipe.readOut).length > 0 && {
      readOut: { score: "score", weight: "equal", ...recipe.readOut },
    }),
    ...(data.row === "all" ? {} : { row: data.row }),
    ...(isFile ? { backgroundFile: data.background } : { background: data.background }),
    columns: data.columns,
    units: data.units,
    tokenizer: data.tokenizer,
    language: data.language,
    maxLength: data.maxLength,
    explained: data.explained,
    answer: data.answer,
    question: data.question,
    rate: data.rate,
    normalization: data.normalization,
    axes: data.axes,
    maxPixels: model.maxPixels,
    batch: model.batch,
  }
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as ExplainerOptions
}

/** Returns the fields that have a value: `null` in a recipe is the default. */
function withoutNull(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  )
}

/** Returns the target of a recipe in the words of an explanation. */
function namesOf(target: NonNullable<RecipeDraft["target"]>): string | readonly number[] {
  if ("top" in target) return `top:${target.top}`
  return "classes" in target ? target.classes : "positive"
}
