import { PamiError } from "@pami/core"
import type { Finding } from "@pami/core"
import { explainerOf, ownOptions as explanationOptions } from "@pami/explainer"
import type { Explainable, Explainer, ExplainOptions, FileInput, Plan, Result } from "@pami/explainer"
import type { Picture } from "@pami/image"
import { definedFields, type Recipe, type Texts } from "@pami/recipe"
import type { TransformersFindingCode } from "./codes.ts"
import { explainedPipeline } from "./kinds.ts"
import { expectZeroShot, type PipelineOptions } from "./options.ts"
import { openPipeline, type TransformersImage, type TransformersPipeline } from "./pipeline.ts"

/** An input of a pipeline: what `explainer` of `@pami/explainer` takes, or an image of transformers.js. */
export type PipelineInput = Explainable | TransformersImage

/** Explains the predictions of a pipeline. */
export interface PipelineExplainer extends Omit<Explainer, "recipe" | "plan"> {
  /**
   * Explains the prediction for an input.
   *
   * @param options take the place of the explainer's own for this call
   * @throws PamiError for what cannot be opened, fed or scored, with a stable `code`
   * @throws RangeError for an option out of its range
   */
  (input: PipelineInput, options?: ExplainOptions): Promise<Result>
  /** Returns the recipe in force for an input, with everything decided, and runs no sweep. */
  recipe(input: FileInput | Picture | Texts | TransformersImage, options?: ExplainOptions): Promise<Recipe>
  /** Returns what an explanation of an input asks, and runs no sweep: to measure its map with `@pami/evaluation`. */
  plan(input: FileInput | Picture | Texts | TransformersImage, options?: ExplainOptions): Promise<Plan>
  /** Does nothing: the pipeline is the caller's, who disposes of it. */
  dispose(): Promise<void>
}

/**
 * Returns a function that explains the predictions of a pipeline of transformers.js. Pre- and post-processing are the pipeline's own.
 *
 * @param pipe `await pipeline("image-classification", …)`; of the other kinds, see the table in the README
 * @throws PamiError `PIPELINE_UNSUPPORTED` for another pipeline, or an incomplete one; `CANDIDATES_MISSING` for a zero-shot
 *   pipeline without labels
 * @throws RangeError for an unknown option, or one of another form
 *
 * @example
 * import { fileURLToPath } from "node:url"
 * import { env, pipeline } from "@huggingface/transformers"
 * import { explainer } from "@pami/transformers"
 * import { models } from "@pami/zoo"
 *
 * env.localModelPath = fileURLToPath(new URL("..", models.reviews.onnx.href)) // a folder of models
 * const pipe = await pipeline("text-classification", "reviews", { subfolder: "", dtype: "fp32" })
 * const explain = await explainer(pipe)
 * const { prediction, map } = await explain("The ending was dull.")
 * console.log(prediction[0].label, map().length) // negative 5
 */
export async function explainer(
  pipe: TransformersPipeline,
  options: PipelineOptions = {},
): Promise<PipelineExplainer> {
  const { modelName, candidateLabels, hypothesisTemplate, multiLabel, ...asked } = options
  expectKnown(asked)
  const of = { modelName, candidateLabels, hypothesisTemplate, multiLabel }
  const parts = openPipeline(pipe)
  expectZeroShot(parts.task, of)
  const opened = await explainedPipeline(parts, of)
  const { model, labels, activation, fit, writer, vocabularySize, options: own } = opened
  const described = {
    model,
    labels,
    preprocessing: undefined,
    activation,
    task: undefined,
    vocabularySize,
    architectures: [],
    findings: modelName === undefined ? [unnamed] : [],
  }
  const name = modelName ?? "the pipeline's model"
  const explain = explainerOf(
    described,
    { name, isOwned: false, ...definedFields({ writer, fit }) },
    { ...own, ...definedFields(asked) },
  )
  return Object.assign(
    async (input: PipelineInput, ofCall?: ExplainOptions) => await explain(pictureOf(input), ofCall),
    {
      recipe: async (input: FileInput | Picture | Texts | TransformersImage, ofCall?: ExplainOptions) =>
        await explain.recipe(pictureOf(input), ofCall),
      plan: async (input: FileInput | Picture | Texts | TransformersImage, ofCall?: ExplainOptions) =>
        await explain.plan(pictureOf(input), ofCall),
      model,
      labels,
      dispose: explain.dispose,
      [Symbol.asyncDispose]: explain.dispose,
    },
  )
}

/** Refuses an option that would otherwise be ignored. */
function expectKnown(options: object): void {
  for (const name of Object.keys(options))
    if (name.startsWith("tokenizer") || !explanationOptions.includes(name))
      throw new RangeError(
        `${name}: not an option of the explainer of a pipeline, whose labels, tokenizer and preprocessing are its own`,
      )
}

const unnamed: Finding<TransformersFindingCode> = {
  code: "MODEL_UNNAMED",
  level: "note",
  message:
    "a pipeline does not say which weights it holds: the digest of the model is that of its configuration",
  fix: 'name it with its version, { modelName: "Xenova/resnet-18@COMMIT" }, so that results of other weights differ',
}

/** Returns an image of transformers.js as one of PAMI's, in three colours; other inputs as they are. */
function pictureOf<Given>(input: Given | TransformersImage): Given | Picture {
  if (!isTransformersImage(input)) return input
  const { width, height, channels, data: values } = input
  if (![1, 3, 4].includes(channels) || !(width > 0) || values.length !== width * height * channels)
    throw new PamiError(
      "PICTURE_UNSUPPORTED",
      `expected an image of 1, 3 or 4 values for each pixel; got ${values.length} values of ${width} × ${height} pixels, ${channels} for each`,
    )
  const { data } = input.clone().rgb()
  return { width, height, data: Uint8Array.from(data) }
}

function isTransformersImage(input: unknown): input is TransformersImage {
  return typeof input === "object" && input !== null && "channels" in input && "rgb" in input
}
