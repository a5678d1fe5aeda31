import { explain, slidingWindow, untilConverged } from "@pami/core"
import type { Explanation, Finding, Input, Model, Partitioner, Progress, Target } from "@pami/core"
import type { Picture, PictureInput } from "@pami/image"
import { definedFields, methodOf, prepareInput, prepareTask, resolveRecipe, runRecipe } from "@pami/recipe"
import type { AskedQuestion, ImageRecipe, RecipeFiles, ResolvedRecipe, TaskContext } from "@pami/recipe"
import { platform } from "#platform"
import { isInput, isPicture } from "./explainable.ts"
import type { FittedImage } from "./fitted-image.ts"
import type { ExplainOptions } from "./options.ts"
import type { ImageFile } from "./platform/platform.ts"
import type { ShownImage } from "./shown.ts"

/** An image, or an input of the caller's, as a model takes it. */
export interface Shown {
  readonly resolved: ResolvedRecipe
  readonly input: Input
  readonly context: TaskContext
  readonly prepared: PictureInput | undefined
  readonly image: ShownImage | undefined
  /** Of an image with a question. Default: that of the recipe. */
  readonly partitioner?: Partitioner
  /** Findings about its tokenizer. */
  readonly doubts?: readonly Finding[]
  /** The question, and the files of its tokenizer. */
  readonly asked?: AskedQuestion
}

/** Decodes an image, unless the caller did. */
export async function openImage(
  input: Picture | Input | ImageFile,
  { maxPixels }: ExplainOptions,
): Promise<Picture | Input> {
  return isInput(input) || isPicture(input)
    ? input
    : await platform.decodeImage(input, definedFields({ maxPixels }))
}

/** Options of {@link showInput}. */
export interface ShowOptions extends Pick<ExplainOptions, "mask"> {
  readonly fitted: FittedImage | undefined
  readonly files: RecipeFiles
}

/** Opens the files of the recipe, and makes the input of the image. */
export async function showInput(
  input: Picture | Input,
  recipe: ImageRecipe,
  model: Model,
  { mask, fitted, files }: ShowOptions,
): Promise<Shown> {
  const resolved = await resolveRecipe(recipe, files)
  if (isInput(input)) return { resolved, input, context: {}, prepared: undefined, image: undefined }
  const masking = typeof mask === "object" ? { masking: mask } : {}
  const made = await prepareInput(resolved, model, fitted?.picture ?? input, masking)
  const prepared = fitted === undefined ? made : { ...made, geometry: fitted.geometry }
  const { geometry } = prepared
  const context = await prepareTask(resolved, model, geometry, masking)
  return {
    resolved,
    input: prepared.input,
    context,
    prepared,
    image: { kind: "image", picture: input, geometry },
  }
}

/** Runs the sweep over an image, or an input of the caller's. */
export async function sweepImage(
  { resolved, input, prepared, partitioner: joint }: Shown,
  options: Omit<ExplainOptions, "onProgress" | "target"> & {
    readonly model: Model
    readonly target: Target
    readonly onProgress: ((progress: Progress) => void) | undefined
  },
): Promise<Explanation> {
  const { model, target, batch = "auto", signal, onProgress, segmenter, method } = options
  const own = options.partitioner ?? (typeof method === "object" ? method.partitioner : undefined)
  const partitioner = own ?? joint
  const common = {
    model,
    target,
    batch,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  }
  if (prepared !== undefined && partitioner === undefined)
    return await runRecipe(resolved, { ...common, prepared, ...(segmenter && { segmenter }) })
  const { until } = resolved.recipe
  // The passes of an image with a question are those of the image, and some for the words.
  const passes = joint === undefined ? resolved.recipe.passes : null
  const cut =
    partitioner ??
    (resolved.recipe.method === "pami" ? slidingWindow() : methodOf(resolved.recipe).partitioner)
  return await explain({
    ...common,
    input,
    partitioner: until === null ? cut : untilConverged(cut, until),
    ...(passes === null ? {} : { passes }),
  })
}
