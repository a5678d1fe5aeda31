import { PamiError } from "@pami/core"
import type { FitMode } from "./fit.ts"
import type { Size } from "./picture.ts"
import { checkPreprocessing, type Layout, type Preprocessing } from "./preprocessing.ts"
import { resampleNames, type Resample } from "./resample.ts"

/** What the file does not say. */
export interface ConfigOptions {
  /** For messages and the manifest. Default: `preprocessor_config.json`. */
  readonly name?: string
  /** Order of the axes of the model's input. Default: `nchw`. */
  readonly layout?: Layout
}

type Fields = Readonly<Record<string, unknown>>

// Pillow's numbers of its filters, which these files store.
const pillowFilters: readonly Resample[] = ["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"]

/**
 * Preprocessing from the text of a file that came with a model: `preprocessor_config.json` of Hugging Face's
 * transformers, or a `config.json` of timm (`pretrained_cfg`, or its fields at the top).
 *
 * @throws PamiError `PRESET_INVALID` naming the field
 */
export function parsePreprocessing(text: string, options: ConfigOptions = {}): Preprocessing {
  const { name = "preprocessor_config.json", layout = "nchw" } = options
  const fields = read(parseJson(text, name), name)
  const timm =
    fields.optional("pretrained_cfg", "object") ?? (fields.has("input_size") ? fields.all : undefined)
  const recipe = timm === undefined ? fromTransformers(fields) : fromTimm(read(timm as Fields, name))
  try {
    return checkPreprocessing({ name, padColor: [0, 0, 0], layout, ...recipe })
  } catch (cause) {
    throw new PamiError("PRESET_INVALID", (cause as Error).message, { cause })
  }
}

type Recipe = Omit<Preprocessing, "name" | "padColor" | "layout">

function fromTransformers(fields: Reader): Recipe {
  const geometry = transformersGeometry(fields)
  const factor =
    fields.optional("do_rescale", "boolean") === false
      ? 1
      : (fields.optional("rescale_factor", "number") ?? 1 / 255)
  // EfficientNet alone may subtract 1 after scaling, and divide by the deviation twice.
  const offset = fields.optional("rescale_offset", "boolean") ? 1 : 0
  const twice = fields.optional("include_top", "boolean") ?? false
  const normalize = fields.optional("do_normalize", "boolean") ?? fields.has("image_mean")
  const mean = normalize ? fields.numbers("image_mean") : [0, 0, 0]
  const std = normalize ? fields.numbers("image_std") : [1, 1, 1]
  const scale = 255 * factor
  if (scale === 0) fields.refuse("rescale_factor", "a number other than 0")
  return {
    ...geometry,
    resample: resampleOf(fields, "resample") ?? "bilinear",
    channels:
      mean.length === 1 ? "grey" : fields.optional("do_flip_channel_order", "boolean") ? "bgr" : "rgb",
    mean: mean.map((value) => (value + offset) / scale),
    std: std.map((value) => (twice ? value * value : value) / scale),
  }
}

type Frame = Size & { readonly fit: FitMode; readonly resizeTo: Size }

function transformersGeometry(fields: Reader): Frame {
  if (fields.optional("do_resize", "boolean") === false)
    fields.refuse("do_resize", "true: pictures come in any size")
  if (fields.optional("do_pad", "boolean"))
    fields.refuse("do_pad", "false: a picture that is padded to fit a batch has no size of its own")
  const crop = fields.optional("do_center_crop", "boolean") ?? fields.has("crop_size")
  const size = fields.all["size"]
  const shortest = typeof size === "object" && size !== null ? (size as Fields)["shortest_edge"] : undefined
  const share = fields.optional("crop_pct", "number")
  if (share !== undefined && !(share > 0 && share <= 1))
    fields.refuse("crop_pct", "a share above 0 and up to 1")
  if (share !== undefined && (typeof size === "number" || shortest !== undefined)) {
    // ConvNeXt's rule: from 384 pixels on there is no crop.
    const side = fields.side(shortest ?? size, "size")
    const square = { width: side, height: side }
    if (side >= 384) return { ...square, fit: "stretch", resizeTo: square }
    const before = Math.floor(side / share)
    return { ...square, fit: "crop", resizeTo: { width: before, height: before } }
  }
  if (shortest !== undefined || (typeof size === "number" && crop)) {
    if (!crop)
      fields.refuse("do_center_crop", "true with a size by its shortest edge: else pictures keep any shape")
    const side = fields.side(shortest ?? size, "size")
    const input = fields.size("crop_size")
    const enlarged = Math.max(side, input.width, input.height)
    if (enlarged !== side) fields.refuse("crop_size", `at most the shortest edge, ${side}`)
    return { ...input, fit: "crop", resizeTo: { width: side, height: side } }
  }
  const resizeTo = fields.size("size")
  const input = crop ? fields.size("crop_size") : resizeTo
  if (input.width > resizeTo.width || input.height > resizeTo.height)
    fields.refuse("crop_size", `at most the size, ${resizeTo.width} x ${resizeTo.height}`)
  return { ...input, fit: "stretch", resizeTo }
}

function fromTimm(fields: Reader): Recipe {
  const shape = fields.numbers("input_size")
  if (shape.length !== 3 || (shape[0] !== 3 && shape[0] !== 1))
    fields.refuse("input_size", "[3, height, width]")
  const height = fields.side(shape[1], "input_size")
  const width = fields.side(shape[2], "input_size")
  const share = fields.optional("crop_pct", "number") ?? 0.875
  if (!(share > 0 && share <= 1)) fields.refuse("crop_pct", "a share above 0 and up to 1")
  const mode = fields.optional("crop_mode", "string") ?? "center"
  if (mode !== "center" && mode !== "squash") fields.refuse("crop_mode", "center or squash")
  return {
    width,
    height,
    fit: mode === "center" ? "crop" : "stretch",
    resizeTo: { width: Math.floor(width / share), height: Math.floor(height / share) },
    resample: resampleOf(fields, "interpolation") ?? "bilinear",
    channels: shape[0] === 1 ? "grey" : "rgb",
    mean: fields.numbers("mean"),
    std: fields.numbers("std"),
  }
}

function resampleOf(fields: Reader, field: string): Resample | undefined {
  const value = fields.all[field]
  if (value === undefined || value === null) return undefined
  const name = typeof value === "number" ? pillowFilters[value] : value
  const found = resampleNames.find((known) => known === name)
  return found ?? fields.refuse(field, `0 to 5 or one of ${resampleNames.join(", ")}`)
}

interface Reader {
  readonly all: Fields
  has(field: string): boolean
  optional(field: string, type: "boolean"): boolean | undefined
  optional(field: string, type: "number"): number | undefined
  optional(field: string, type: "string"): string | undefined
  optional(field: string, type: "object"): object | undefined
  numbers(field: string): readonly number[]
  side(value: unknown, field: string): number
  size(field: string): Size
  refuse(field: string, expected: string): never
}

function read(all: Fields, name: string): Reader {
  const refuse = (field: string, expected: string): never => {
    const came = all[field] === undefined ? "it is missing" : `it is ${JSON.stringify(all[field])}`
    throw new PamiError(
      "PRESET_INVALID",
      `${name}: "${field}" should be ${expected}; ${came}. Correct the file, or give a preset and mean and std instead.`,
    )
  }
  const side = (value: unknown, field: string): number =>
    Number.isInteger(value) && (value as number) > 0
      ? (value as number)
      : refuse(field, "a whole number of pixels")
  return {
    all,
    refuse,
    side,
    has: (field) => all[field] !== undefined && all[field] !== null,
    optional: (field: string, type: string): never => {
      const value = all[field]
      // Only here is the union of the overloads lost: what is returned has just been checked to be of `type`.
      if (value === undefined || value === null) return undefined as never
      return typeof value === type ? (value as never) : refuse(field, `a ${type}`)
    },
    numbers: (field) => {
      const value = all[field]
      const right =
        Array.isArray(value) && value.length > 0 && value.length <= 3 && value.every(Number.isFinite)
      return right ? (value as number[]) : refuse(field, "a list of numbers, one a channel")
    },
    size: (field) => {
      const value = all[field]
      if (typeof value === "number") return { width: side(value, field), height: side(value, field) }
      const { width, height } = (value ?? {}) as Fields
      if (width === undefined || height === undefined)
        return refuse(field, "a number or { height, width }, in pixels")
      return { width: side(width, field), height: side(height, field) }
    },
  }
}

function parseJson(text: string, name: string): Fields {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""))
  } catch (cause) {
    throw new PamiError("PRESET_INVALID", `${name} is not JSON: ${(cause as Error).message}`, { cause })
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields
  throw new PamiError("PRESET_INVALID", `${name} should hold a JSON object, as preprocessor_config.json does`)
}
