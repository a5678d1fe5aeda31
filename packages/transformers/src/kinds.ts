import { PamiError } from "@pami/core"
import type { Model } from "@pami/core"
import type { ExplainerOptions, FitImage, Writer } from "@pami/explainer"
import { definedFields } from "@pami/recipe"
import type { TransformersErrorCode } from "./codes.ts"
import { captionModels } from "./caption-models.ts"
import { detector } from "./detector.ts"
import { fitByProcessor } from "./fit-image.ts"
import { hypothesesModel } from "./hypotheses-model.ts"
import { matchModel } from "./match-model.ts"
import type { PipelineOptions } from "./options.ts"
import { labelsOf, type OpenedPipeline, unsupported } from "./pipeline.ts"
import { sessionModel } from "./session-model.ts"
import { soundModel } from "./sound-model.ts"
import { tokenizerOf } from "./tokenizer.ts"

/** A pipeline as a model of PAMI's, with all that the pipeline knows about it. */
export interface ExplainedPipeline {
  readonly model: Model
  readonly labels: readonly string[] | undefined
  readonly activation?: "softmax" | "sigmoid"
  readonly fit?: FitImage
  readonly writer?: Writer
  readonly vocabularySize?: number
  /** Options of the explanations, unless the caller gives others. */
  readonly options?: ExplainerOptions
}

type Kind = (pipe: OpenedPipeline, options: PipelineOptions) => Promise<ExplainedPipeline>

const kinds: Readonly<Record<string, Kind>> = {
  "image-classification": async (pipe, { modelName }) => ({
    model: await imageModel(pipe, modelName),
    labels: labelsOf(pipe.model),
    activation: "softmax",
    fit: fitByProcessor(pipe),
  }),
  "zero-shot-image-classification": async (pipe, options) => {
    const labels = candidatesOf(pipe, options)
    return {
      model: await matchModel(pipe, labels, options),
      labels,
      activation: pipe.model.config.model_type === "siglip" ? "sigmoid" : "softmax",
      fit: fitByProcessor(pipe),
    }
  },
  "object-detection": async (pipe, { modelName }) => ({
    model: detector(await imageModel(pipe, modelName)),
    labels: labelsOf(pipe.model),
    fit: fitByProcessor(pipe),
    // Of the pipeline: the threshold of its results.
    options: { task: { name: "detection", format: "detr", least: 0.9 } },
  }),
  "image-segmentation": async (pipe, { modelName }) => {
    const model = await imageModel(pipe, modelName)
    if (!model.outputs.some(({ name, shape }) => name === "logits" && shape.length === 4))
      throw unsupported(
        `expected a model of semantic segmentation, with logits [N, classes, height, width]; its outputs are ${model.outputs.map(({ name }) => name).join(", ")}`,
      )
    return {
      model,
      labels: labelsOf(pipe.model),
      fit: fitByProcessor(pipe),
      options: { task: "segmentation", output: "logits" },
    }
  },
  "text-classification": async (pipe, { modelName }) => ({
    ...(await textModel(pipe, modelName)),
    activation: pipe.model.config.problem_type === "multi_label_classification" ? "sigmoid" : "softmax",
  }),
  "zero-shot-classification": async (pipe, options) => {
    const labels = candidatesOf(pipe, options)
    const isSingle = labels.length > 1 && !options.multiLabel
    return {
      model: await hypothesesModel(pipe, labels, options),
      labels,
      activation: isSingle ? "softmax" : "sigmoid",
      options: { tokenizer: tokenizerOf(pipe) },
    }
  },
  "token-classification": async (pipe, { modelName }) => {
    const { options, ...known } = await textModel(pipe, modelName)
    return { ...known, options: { ...options, task: "token-classification" } }
  },
  "question-answering": async (pipe, { modelName }) => {
    const { options, ...known } = await textModel(pipe, modelName)
    return { ...known, labels: undefined, options: { ...options, task: "question-answering" } }
  },
  "image-to-text": async (pipe, { modelName }) => ({
    ...(await captionModels(pipe, modelName)),
    labels: undefined,
    fit: fitByProcessor(pipe),
    options: { tokenizer: tokenizerOf(pipe) },
  }),
  "audio-classification": async (pipe, { modelName }) => ({
    ...(await soundModel(pipe, modelName)),
    labels: labelsOf(pipe.model),
    activation: "softmax",
  }),
}

/** Names of the pipelines that can be explained. */
export const explainedTasks: readonly string[] = Object.keys(kinds)

/**
 * Returns a pipeline as a model of PAMI's.
 *
 * @throws PamiError `PIPELINE_UNSUPPORTED` for a task that cannot be explained
 */
export async function explainedPipeline(
  pipe: OpenedPipeline,
  options: PipelineOptions,
): Promise<ExplainedPipeline> {
  if (Object.hasOwn(kinds, pipe.task)) return await kinds[pipe.task](pipe, options)
  throw unsupported(
    `a pipeline for ${pipe.task} is not explained; those for ${explainedTasks.join(", ")} are`,
  )
}

/** Returns the model of an image; transformers.js fills in the mask of its pixels. */
async function imageModel({ model }: OpenedPipeline, name: string | undefined): Promise<Model> {
  // Exporters leave all axes of an image open, also that of its colours.
  const shapes = { pixel_values: ["batch", 3, "height", "width"] }
  return await sessionModel(model, { name, filled: ["pixel_mask"], shapes })
}

async function textModel(pipe: OpenedPipeline, name: string | undefined) {
  const tokenizer = tokenizerOf(pipe)
  return {
    model: await sessionModel(pipe.model, { name }),
    labels: labelsOf(pipe.model),
    ...definedFields({ vocabularySize: pipe.model.config.vocab_size }),
    options: { tokenizer },
  }
}

function candidatesOf(
  { task }: OpenedPipeline,
  { candidateLabels = [] }: PipelineOptions,
): readonly string[] {
  if (candidateLabels.length > 0) return candidateLabels
  throw new PamiError<TransformersErrorCode>(
    "CANDIDATES_MISSING",
    `a pipeline for ${task} chooses among labels that you give: explainer(pipe, { candidateLabels: ["cat", "dog"] })`,
  )
}
