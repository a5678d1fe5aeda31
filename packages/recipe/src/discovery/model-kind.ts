import type { Model, TensorInfo } from "@pami/core"
import { printable } from "@pami/image"

/** Kinds of model other than image classifiers. */
export type ModelKind =
  | "detector"
  | "segmenter"
  | "text model"
  | "audio model"
  | "video model"
  | "generator"
  | "embedding"
  | "table model"

/** The likely kind of a model, and what explains models of that kind. */
export interface RecognizedKind {
  readonly kind: ModelKind
  /** The evidence: `an input is called input_ids`. */
  readonly why: string
  /** The function that explains it, for programmers. */
  readonly advice: string
}

const ownTarget = (scores: string) =>
  `\`explain\` of @pami/core takes it, with a target of your own that scores ${scores}`
const ownInput = (units: string) =>
  `\`explain\` of @pami/core takes it, with an input of your own (\`denseInput\`) whose units are ${units}`

const advice: Readonly<Record<ModelKind, string>> = {
  detector: ownTarget("one of the objects that it finds"),
  segmenter: ownTarget("a region of its output"),
  "text model":
    "`functionBackend` of @pami/backend-kit explains a function of texts, which calls the tokenizer and the model",
  "audio model": ownInput("samples or frames"),
  "video model": ownInput("frames and pixels"),
  generator: ownTarget("a word of its answer"),
  embedding: ownTarget("the similarity to a reference vector"),
  "table model": ownInput("columns"),
}

const architectures: readonly (readonly [RegExp, ModelKind])[] = [
  [/ForObjectDetection|ForZeroShotObjectDetection/, "detector"],
  [/For(?:Semantic|Image|Instance|Universal|Panoptic)Segmentation|ForDepthEstimation/, "segmenter"],
  [/ForVideoClassification/, "video model"],
  [/ForAudio|ForCTC|ForSpeech/, "audio model"],
  [/VisionEncoderDecoder|ForConditionalGeneration|ForCausalLM|ForVision2Seq|ForImageTextToText/, "generator"],
  [/For(?:Sequence|Token)Classification|ForMaskedLM|ForQuestionAnswering|ForMultipleChoice/, "text model"],
  [/WithProjection$|VisionModel$/, "embedding"],
]

// The words of Ultralytics.
const tasks: Readonly<Record<string, ModelKind>> = {
  detect: "detector",
  obb: "detector",
  pose: "detector",
  segment: "segmenter",
}

/**
 * Returns the kind of a model that does not seem to be an image classifier: by the architecture that its
 * configuration names, by the metadata inside its file, by the names and shapes of its inputs and outputs.
 */
export function recognizeKind(
  model: Pick<Model, "inputs" | "outputs" | "metadata">,
  named: readonly string[] = [],
): RecognizedKind | undefined {
  const found = byArchitecture(named) ?? byMetadata(model.metadata) ?? byInputs(model) ?? byOutputs(model)
  if (found === undefined) return undefined
  const [kind, why] = found
  return { kind, why, advice: advice[kind] }
}

type Recognized = readonly [kind: ModelKind, why: string] | undefined

/** Returns the kind with its article: `an audio model`. */
export function nameKind(kind: string): string {
  return `${/^[ae]/.test(kind) ? "an" : "a"} ${kind}`
}

function byArchitecture(named: readonly string[]): Recognized {
  for (const name of named)
    for (const [pattern, kind] of architectures)
      if (pattern.test(name)) return [kind, `its configuration names the architecture ${printable(name, 80)}`]
  return undefined
}

function byMetadata(metadata: Model["metadata"] = {}): Recognized {
  const { task = "" } = metadata
  return Object.hasOwn(tasks, task) ? [tasks[task], `its metadata gives the task "${task}"`] : undefined
}

function byInputs({ inputs, outputs }: Pick<Model, "inputs" | "outputs">): Recognized {
  const called = (pattern: RegExp) => inputs.find(({ name }) => pattern.test(name))
  const text = called(/^(?:input_ids|token_type_ids|decoder_input_ids|tokens?)$/)
  const picture = inputs.some(({ shape }) => shape.length === 4)
  if (text !== undefined && !picture) return ["text model", `an input is called ${text.name}`]
  const audio = called(
    /^(?:input_features|input_values|audio\w*|waveform|wav|mel\w*|log_mel\w*|spectrogram)$/i,
  )
  if (audio !== undefined && !picture) return ["audio model", `an input is called ${audio.name}`]
  const video = inputs.find(({ shape }) => shape.length === 5)
  if (video !== undefined) return ["video model", `input ${video.name} has five axes`]
  const strings = inputs.find(({ dtype }) => dtype === "string")
  if (strings !== undefined && inputs.length === 1) return ["text model", `input ${strings.name} takes texts`]
  const [first] = inputs
  const labelled = outputs.some(({ name, dtype }) => /label/i.test(name) && !dtype.startsWith("float"))
  if (inputs.every(({ shape }) => shape.length <= 2) && (labelled || inputs.length > 1))
    return ["table model", `its inputs are rows of numbers${labelled ? ", and an output is the label" : ""}`]
  if (inputs.length === 1 && first.shape.length === 2 && (first.shape[1] ?? 0) >= 4000)
    return ["audio model", `input ${first.name} takes ${first.shape[1]} samples`]
  return undefined
}

function byOutputs({ outputs }: Pick<Model, "outputs">): Recognized {
  const called = (pattern: RegExp) => outputs.find(({ name }) => pattern.test(name))
  const boxes = called(/^(?:pred_)?(?:boxes|bboxes|num_dets|num_detections|detection_\w+|dets)$/i)
  if (boxes !== undefined) return ["detector", `an output is called ${boxes.name}`]
  const anchors = outputs.find(
    ({ shape }) => shape.length === 3 && mostOf(shape) >= 1000 && leastOf(shape) >= 5,
  )
  if (anchors !== undefined) return ["detector", `output ${anchors.name} has a row for each of many boxes`]
  const planes = outputs.find(({ shape }) => shape.length === 4 && isPlane(shape))
  if (planes !== undefined) return ["segmenter", `output ${planes.name} is an image`]
  const embedding = outputs.every(({ name }) => /embed|last_hidden_state|pooler_output|feature/i.test(name))
  if (embedding && outputs.length > 0) return ["embedding", `its output is called ${outputs[0].name}`]
  return undefined
}

const mostOf = (shape: TensorInfo["shape"]) => Math.max(...shape.slice(1).map((length) => length ?? 0))
const leastOf = (shape: TensorInfo["shape"]) =>
  Math.min(...shape.slice(1).map((length) => length ?? Infinity))

function isPlane([, second, third, last]: TensorInfo["shape"]): boolean {
  if (second === null && third === null && last === null) return false
  const large = (length: number | null) => length === null || length > 8
  return large(third) && (large(last) || large(second))
}
