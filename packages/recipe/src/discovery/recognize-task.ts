import type { TensorInfo } from "@pami/core"
import { detectionFormat, keypointsFormat, spanOutputs } from "@pami/targets"
import { byArchitecture, type ModelFacts, type Recognized } from "./recognize-input.ts"

/** Tasks of models that differ by more than the activation of their scores. */
export type ModelTask =
  | "detection"
  | "segmentation"
  | "keypoints"
  | "embedding"
  | "characters"
  | "token-classification"
  | "question-answering"
  | "generation"

const architectures: readonly (readonly [RegExp, ModelTask])[] = [
  [/ForObjectDetection|ForZeroShotObjectDetection/, "detection"],
  [/For(?:Semantic|Image|Instance|Universal|Panoptic)Segmentation|ForDepthEstimation/, "segmentation"],
  [/ForPoseEstimation|ForKeypointDetection/, "keypoints"],
  [/ForCTC/, "characters"],
  [/ForTokenClassification/, "token-classification"],
  [/ForQuestionAnswering/, "question-answering"],
  [
    /VisionEncoderDecoder|ForConditionalGeneration|ForCausalLM|ForVision2Seq|ForImageTextToText/,
    "generation",
  ],
  [/WithProjection$|VisionModel$/, "embedding"],
]

// The words of Ultralytics.
const tasks: Readonly<Record<string, ModelTask>> = {
  detect: "detection",
  obb: "detection",
  pose: "keypoints",
  segment: "segmentation",
}

/**
 * Returns the task of a model whose outputs are not scores of classes: by the architecture that its configuration names, by
 * the metadata inside its file, by the names and shapes of its outputs. Undefined for outputs that may be scores of classes,
 * or numbers of a regression.
 */
export function recognizeTask(
  model: ModelFacts,
  named: readonly string[] = [],
): Recognized<ModelTask> | undefined {
  return byArchitecture(named, architectures) ?? byMetadata(model.metadata) ?? byOutputs(model)
}

function byMetadata(metadata: ModelFacts["metadata"] = {}): Recognized<ModelTask> | undefined {
  const { task = "" } = metadata
  return Object.hasOwn(tasks, task)
    ? { value: tasks[task], why: `its metadata gives the task "${task}"` }
    : undefined
}

function byOutputs({ inputs, outputs, activations = {} }: ModelFacts): Recognized<ModelTask> | undefined {
  const called = (pattern: RegExp) => outputs.find(({ name }) => pattern.test(name))
  const boxes = called(/^(?:pred_)?(?:boxes|bboxes|num_dets|num_detections|detection_\w+|dets)$/i)
  if (boxes !== undefined) return { value: "detection", why: `an output is called ${boxes.name}` }
  // Exclusive classes along the last axis, at each of many steps.
  const steps = outputs.find(
    ({ name, shape }) => activations[name]?.endsWith("softmax") && shape.length === 3 && isWide(shape),
  )
  if (steps !== undefined && outputs.length === 1)
    return {
      value: "characters",
      why: `output ${steps.name} ends in a softmax over classes at each of many steps`,
    }
  const answer = spanOutputs(outputs)
  if (answer !== undefined)
    return { value: "question-answering", why: `outputs are called ${answer.start} and ${answer.end}` }
  const takesImage = inputs.some(({ shape }) => shape.length === 4)
  const layout = takesImage ? detectionFormat(outputs) : undefined
  if (layout?.clear) return { value: "detection", why: layout.why }
  const points = takesImage ? keypointsFormat(outputs).find(({ clear }) => clear) : undefined
  if (points !== undefined) return { value: "keypoints", why: points.why }
  const anchors = outputs.find(
    ({ shape }) => shape.length === 3 && mostOf(shape) >= 1000 && leastOf(shape) >= 5,
  )
  if (anchors !== undefined)
    return { value: "detection", why: `output ${anchors.name} has a row for each of many boxes` }
  const planes = outputs.find(({ shape }) => shape.length === 4 && isPlane(shape))
  if (planes !== undefined) return { value: "segmentation", why: `output ${planes.name} is an image` }
  const isEmbedding = outputs.every(({ name }) => /embed|last_hidden_state|pooler_output|feature/i.test(name))
  if (isEmbedding && outputs.length > 0)
    return { value: "embedding", why: `its output is called ${outputs[0].name}` }
  const [first] = outputs
  const isOfTokens = inputs.some(({ name }) => name === "input_ids") && first?.shape.length === 3
  if (isOfTokens && outputs.length === 1)
    return (first.shape[2] ?? Infinity) <= mostTags
      ? {
          value: "token-classification",
          why: `output ${first.name} has ${first.shape[2]} scores for each token`,
        }
      : { value: "generation", why: `output ${first.name} has scores of a vocabulary for each token` }
  const isSequence =
    outputs.length === 1 && first.shape.length === 3 && inputs.some(({ shape }) => shape.length === 4)
  return isSequence && leastOf(first.shape) >= 8
    ? { value: "characters", why: `output ${first.name} has scores for each of many steps` }
    : undefined
}

const mostOf = (shape: TensorInfo["shape"]) => Math.max(...shape.slice(1).map((length) => length ?? 0))
const leastOf = (shape: TensorInfo["shape"]) =>
  Math.min(...shape.slice(1).map((length) => length ?? Infinity))

// Vocabularies have more pieces than there are tags.
const mostTags = 200

// Alphabets have more characters than a box has numbers.
const leastAlphabet = 20

function isWide([, , last]: TensorInfo["shape"]): boolean {
  return last !== null && last >= leastAlphabet
}

function isPlane([, second, third, last]: TensorInfo["shape"]): boolean {
  if (second === null && third === null && last === null) return false
  const large = (length: number | null) => length === null || length > 8
  return large(third) && (large(last) || large(second))
}
