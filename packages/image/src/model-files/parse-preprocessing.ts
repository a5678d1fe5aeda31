import { isPamiError, PamiError, type Finding } from "@pami/core"
import { decodeText, type FileContent } from "../decode-text.ts"
import type { Size } from "../picture.ts"
import {
  channelCount,
  checkPreprocessing,
  withSize,
  type Layout,
  type Preprocessing,
} from "../preprocessing.ts"
import { FieldReader, type Fields } from "./fields.ts"
import {
  readImageMetadata,
  isImageMetadata,
  isTeachableMachine,
  isUltralytics,
  readTeachableMachine,
  readUltralytics,
} from "./other-tools.ts"
import { doubtful, type FilePreprocessing, type ModelForm } from "./file-preprocessing.ts"
import { scaleProblem } from "./scale-problem.ts"
import { readTimm } from "./timm.ts"
import { readTransformers } from "./transformers.ts"

/** Values that the file does not contain. */
export interface ConfigOptions {
  /** For messages and the manifest. Default: `preprocessor_config.json`. */
  readonly name?: string
  /** Order of the axes of the model's input. Default: `nchw`. */
  readonly layout?: Layout
  /** Size of the model's input as a person says it: the file's sizes are scaled to it. Default: the file's. */
  readonly size?: Size
  /** Size of the model's input as the model declares it: taken where the file says none. */
  readonly declared?: Size
  /** Whether the model's input has one channel. Default: what the file says. */
  readonly grey?: boolean
}

/** The result of {@link parsePreprocessing}. */
export interface ParsedPreprocessing {
  readonly preprocessing: Preprocessing
  /** Fields of the file that may be wrong: `PRESET_DOUBTFUL`. */
  readonly findings: readonly Finding[]
}

/** Largest file that is read, in bytes. */
const largestFile = 4 * 2 ** 20

/**
 * Returns the preprocessing that a file near a model describes: `preprocessor_config.json` or `processor_config.json` of
 * transformers, whose rules for a known `image_processor_type` are followed; `config.json` of timm (`pretrained_cfg`, or
 * its fields at the top); `metadata.json` of Teachable Machine; or, as JSON, the metadata inside an ONNX file, of
 * Ultralytics or with the specification's keys (`Image.NominalPixelRange`).
 *
 * @throws PamiError `PRESET_INVALID` naming the field
 *
 * @example
 * const file = `{ "image_processor_type": "ViTImageProcessor", "size": { "height": 384, "width": 384 } }`
 * const { preprocessing } = parsePreprocessing(file)
 * console.log(preprocessing.mean.join()) // 0.5,0.5,0.5
 */
export function parsePreprocessing(content: FileContent, options: ConfigOptions = {}): ParsedPreprocessing {
  const { name = "preprocessor_config.json", layout = "nchw", size, declared, grey = false } = options
  const fields = parseJson(content, name)
  try {
    const read = readFields(fields, name, { size: size ?? declared, grey })
    const { findings = [], channels, mean, std, ...frame } = read
    const spread = (values: readonly number[] | number) =>
      typeof values === "number" ? Array.from({ length: channelCount(channels) }, () => values) : values
    const found = checkPreprocessing({
      name,
      padColor: [0, 0, 0] as const,
      layout,
      channels,
      ...frame,
      mean: spread(mean),
      std: spread(std),
    })
    const preprocessing = size === undefined ? found : withSize(found, size)
    const problem = scaleProblem(preprocessing)
    return {
      preprocessing,
      findings:
        problem === undefined ? findings : [...findings, doubtful(`${name}: ${problem}`, "correct the file")],
    }
  } catch (cause) {
    if (isPamiError(cause)) throw cause
    throw new PamiError("PRESET_INVALID", (cause as Error).message, { cause })
  }
}

/** Whether a file that may hold many things says how an image becomes the model's input. */
export function holdsPreprocessing(fields: Readonly<Record<string, unknown>>): boolean {
  return (
    isFields(fields["image_processor"]) ||
    fields["image_mean"] !== undefined ||
    fields["image_processor_type"] !== undefined ||
    isTimm(fields) ||
    isTeachableMachine(fields)
  )
}

/**
 * Whether the metadata inside a model's file says how an image becomes its input. All of it are texts: the fields of a
 * file, copied there, cannot be read.
 */
export function metadataHoldsPreprocessing(metadata: Readonly<Record<string, string>>): boolean {
  return isUltralytics(metadata) || isImageMetadata(metadata)
}

function readFields(whole: Fields, name: string, form: ModelForm): FilePreprocessing {
  // processor_config.json holds the image's part beside that of other inputs.
  const fields = ["image_processor", "pretrained_cfg"].map((field) => whole[field]).find(isFields) ?? whole
  const reader = new FieldReader(fields, name)
  if (isTimm(fields)) return readTimm(reader)
  if (isTeachableMachine(fields)) return readTeachableMachine(reader)
  if (isUltralytics(fields)) return readUltralytics(reader)
  if (isImageMetadata(fields)) return readImageMetadata(reader, form)
  return readTransformers(reader, form)
}

function isTimm(fields: Fields): boolean {
  const inner = isFields(fields["pretrained_cfg"]) ? fields["pretrained_cfg"] : fields
  return inner["input_size"] !== undefined && inner["mean"] !== undefined
}

function parseJson(content: FileContent, name: string): Fields {
  const text = decodeText(content, { name, code: "PRESET_INVALID", largest: largestFile })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const reason = (cause as Error).message.slice(0, 200)
    throw new PamiError("PRESET_INVALID", `${name} is not JSON: ${reason}`, { cause })
  }
  if (isFields(value)) return value
  throw new PamiError("PRESET_INVALID", `${name} should hold a JSON object, as preprocessor_config.json does`)
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
