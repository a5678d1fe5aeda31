import type { Model, TensorInfo } from "@pami/core"
import { isPamiError } from "@pami/core"
import { guessPreprocessing, printable } from "@pami/image"

/** Kinds of input that a model can take; `video` has no input of PAMI's yet. */
export type InputKind = "image" | "series" | "table" | "volume" | "text" | "video"

/** A guess about a model, with its evidence in words: `an input is called input_ids`. */
export interface Recognized<Value extends string> {
  readonly value: Value
  readonly why: string
}

/** The declarations of a model by which it is recognised. */
export type ModelFacts = Pick<Model, "inputs" | "outputs" | "metadata"> & Partial<Pick<Model, "activations">>

const architectures: readonly (readonly [RegExp, InputKind])[] = [
  [/ForVideoClassification/, "video"],
  [/ForAudio|ForCTC|ForSpeech/, "series"],
  [
    /For(?:Sequence|Token)Classification|ForMaskedLM|ForQuestionAnswering|ForMultipleChoice|ForCausalLM/,
    "text",
  ],
]

/**
 * Returns the kinds of input that a model may take, the likeliest first: by the architecture that its configuration names, by
 * the names and by the shapes of its inputs. The file that a person gives decides among them.
 */
export function recognizeInputs(
  model: ModelFacts,
  named: readonly string[] = [],
): readonly Recognized<InputKind>[] {
  const found = [byArchitecture(named, architectures), byName(model), ...byShape(model)].filter(
    (one) => one !== undefined,
  )
  return found.filter(({ value }, index) => found.findIndex((one) => one.value === value) === index)
}

/** Recognises a model by the architectures that its configuration names: the first that a pattern fits counts. */
export function byArchitecture<Value extends string>(
  named: readonly string[],
  patterns: readonly (readonly [RegExp, Value])[],
): Recognized<Value> | undefined {
  for (const name of named)
    for (const [pattern, value] of patterns)
      if (pattern.test(name))
        return { value, why: `its configuration names the architecture ${printable(name, 80)}` }
  return undefined
}

function byName({ inputs }: ModelFacts): Recognized<InputKind> | undefined {
  const called = (pattern: RegExp) => inputs.find(({ name }) => pattern.test(name))
  // Beside an image, text or sound is one of several inputs.
  if (inputs.some(({ shape, name }) => shape.length === 4 && !sound.test(name))) return undefined
  const text = called(/^(?:input_ids|token_type_ids|decoder_input_ids|tokens?)$/)
  if (text !== undefined) return { value: "text", why: `an input is called "${text.name}"` }
  const heard = called(sound)
  if (heard !== undefined) return { value: "series", why: `an input is called "${heard.name}"` }
  const strings = inputs.find(({ dtype }) => dtype === "string")
  return strings !== undefined && inputs.length === 1
    ? { value: "text", why: `input "${strings.name}" takes texts` }
    : undefined
}

const sound = /^(?:input_features|input_values|audio\w*|waveform|wav|mel\w*|log_mel\w*|spectrogram)$/i

// A row of as many numbers holds samples of sound rather than columns.
const leastSamples = 4000

function byShape(model: ModelFacts): Recognized<InputKind>[] {
  const { inputs } = model
  const main = inputs.reduce((best, one) => (one.shape.length > best.shape.length ? one : best), inputs[0])
  if (main === undefined) return []
  const { name, shape } = main
  const as = (value: InputKind, why: string) => ({ value, why: `input "${name}" ${why}` })
  const image = takesImage(inputs) ? [as("image", "has the shape of an image")] : []
  if (shape.length === 5) {
    const isVideo = (shape[1] === 3) !== (shape[2] === 3)
    const volume = as("volume", "has five axes, as of a volume")
    return isVideo ? [as("video", "has five axes, and one of three colours"), volume] : [volume]
  }
  // Three colours: of nothing but an image.
  const isColour = image.length > 0 && (shape[1] === 3 || shape[3] === 3)
  if (shape.length === 4 && isColour) return image
  if (shape.length === 4) return [...image, as("volume", "has four axes"), as("series", "has four axes")]
  if (shape.length === 3) return [...image, as("series", "has an axis of time and one of channels")]
  const isRows = inputs.every((one) => one.shape.length <= 2)
  if (!isRows) return image
  const isLabelled = model.outputs.some((one) => /label/i.test(one.name) && !one.dtype.startsWith("float"))
  const table = {
    value: "table" as const,
    why: `its inputs are rows of numbers${isLabelled ? ", and an output is the label" : ""}`,
  }
  const isTexts = inputs.every(({ dtype }) => dtype === "string")
  if (isTexts) return [table, { value: "text", why: "its inputs take texts" }]
  if (inputs.length > 1 || isLabelled) return [table]
  const series = as("series", `takes ${shape[1] ?? "any number of"} numbers in a row`)
  const isLong = (shape[1] ?? 0) >= leastSamples
  return isLong ? [series, ...image] : [...image, table, series]
}

function takesImage(inputs: readonly TensorInfo[]): boolean {
  try {
    guessPreprocessing(inputs)
    return true
  } catch (error) {
    return isPamiError(error) && error.code === "INPUT_NOT_CHOSEN"
  }
}
