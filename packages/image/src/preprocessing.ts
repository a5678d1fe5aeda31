import { fitModes, type FitMode } from "./fit.ts"
import type { Color, Size } from "./picture.ts"
import { resampleNames, type Resample } from "./resample.ts"

/** Order and number of a model's colour channels. */
export type Channels = "rgb" | "bgr" | "grey"

/** Order of an image tensor's axes: batch, channels, rows, columns. */
export type Layout = "nchw" | "nhwc"

/** How an image becomes a model's tensor. Plain data, as the manifest records it. */
export interface Preprocessing extends Size {
  /** Where it comes from, for people: `"imagenet"`, `"preprocessor_config.json"`. */
  readonly name: string
  readonly fit: FitMode
  /** The box that is filled before its centre of `width` x `height` is cut out; that size itself for `pad`. */
  readonly resizeTo: Size
  /** Colour of bars, see {@link showsBars}. */
  readonly padColor: Color
  readonly resample: Resample
  readonly channels: Channels
  readonly layout: Layout
  /**
   * Of pixels on a scale of 0 to 1, one for each channel, in the order of the model's channels:
   * `tensor = (value / 255 - mean) / std`.
   */
  readonly mean: readonly number[]
  /** As `mean`; never 0. */
  readonly std: readonly number[]
}

interface Preset {
  readonly mean: readonly number[]
  readonly std: readonly number[]
  readonly channels?: Channels
  readonly fit?: FitMode
  /** Shorter side before the crop, as a multiple of the input. */
  readonly enlarge?: number
  readonly resample?: Resample
}

// Each from the code that trained the models: torchvision's evaluation; TensorFlow-slim's Inception; the Caffe
// model zoo; OpenAI's CLIP. The last three are ranges only.
const presets = {
  imagenet: {
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    fit: "crop",
    enlarge: 256 / 224,
  },
  inception: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  caffe: {
    mean: [103.939 / 255, 116.779 / 255, 123.68 / 255],
    std: [1 / 255, 1 / 255, 1 / 255],
    channels: "bgr",
  },
  clip: {
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
    fit: "crop",
    resample: "bicubic",
  },
  "0-255": { mean: [0, 0, 0], std: [1 / 255, 1 / 255, 1 / 255] },
  "0-1": { mean: [0, 0, 0], std: [1, 1, 1] },
  "-1-1": { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
} satisfies Record<string, Preset>

/** Name of a preset. */
export type PresetName = keyof typeof presets

/** The names of the presets, for command lines. */
export const presetNames = Object.keys(presets) as readonly PresetName[]

/** Fields that a preset leaves open, or that override it. */
export interface PresetOptions {
  /** Pixels. Default: 224. */
  readonly width?: number
  /** Pixels. Default: `width`. */
  readonly height?: number
  /** Default: `crop` for `imagenet` (from a box 256/224 as large) and `clip`, `stretch` for the others. */
  readonly fit?: FitMode
  /** Default: `bicubic` for `clip`, `bilinear` for the others. */
  readonly resample?: Resample
  /** Default: `bgr` for `caffe`, `rgb` for the others. */
  readonly channels?: Channels
  /** Default: `nchw`. */
  readonly layout?: Layout
  /** Default: the preset's. One number serves every channel. */
  readonly mean?: readonly number[]
  /** Default: the preset's. One number serves every channel. */
  readonly std?: readonly number[]
  /** Default: black. */
  readonly padColor?: Color
}

/**
 * Preprocessing by name:
 *
 * | preset | tensor | fit |
 * |---|---|---|
 * | `imagenet` | RGB, ImageNet's mean and deviation (torchvision) | crop, from 256/224 of the input's size |
 * | `inception`, `-1-1` | RGB, -1 to 1 | stretch |
 * | `caffe` | BGR, 0 to 255 minus 103.939, 116.779, 123.68 | stretch |
 * | `clip` | RGB, CLIP's mean and deviation | crop |
 * | `0-255`, `0-1` | RGB | stretch |
 *
 * A `fit` that is given shows the image in that way at exactly the input's size: `imagenet` with `stretch` or `pad`
 * enlarges nothing. For a grey model, the mean and deviation of the preset's channels are averaged.
 *
 * @throws RangeError for a name, size or option out of its range
 *
 * @example
 * const preprocessing = preset("imagenet", { width: 384, fit: "stretch" })
 * console.log(preprocessing.height) // 384
 */
export function preset(name: PresetName, options: PresetOptions = {}): Preprocessing {
  const chosen: Preset | undefined = Object.hasOwn(presets, name) ? presets[name] : undefined
  if (chosen === undefined)
    throw new RangeError(`no preset is called ${name}: it is one of ${presetNames.join(", ")}`)
  const { width = 224, height = width, layout = "nchw", padColor = [0, 0, 0] } = options
  const { fit = chosen.fit ?? "stretch", resample = chosen.resample ?? "bilinear" } = options
  const { channels = chosen.channels ?? "rgb" } = options
  const enlarge = fit === chosen.fit ? (chosen.enlarge ?? 1) : 1
  const own = { mean: arrange(chosen.mean, chosen, channels), std: arrange(chosen.std, chosen, channels) }
  return checkPreprocessing({
    name,
    width,
    height,
    fit,
    resizeTo: { width: Math.round(width * enlarge), height: Math.round(height * enlarge) },
    padColor,
    resample,
    channels,
    layout,
    mean: spread(options.mean ?? own.mean, channels),
    std: spread(options.std ?? own.std, channels),
  })
}

/** The same preprocessing with another fit, at exactly the input's size; unchanged when it fits that way already. */
export function withFit(preprocessing: Preprocessing, fit: FitMode): Preprocessing {
  if (preprocessing.fit === fit) return preprocessing
  const { width, height } = preprocessing
  return checkPreprocessing({ ...preprocessing, fit, resizeTo: { width, height } })
}

/**
 * Returns the same preprocessing for a model's input of another size. The size before a crop keeps its relation to
 * the input.
 *
 * @throws RangeError for a size out of its range
 */
export function withSize(preprocessing: Preprocessing, { width, height }: Size): Preprocessing {
  const { resizeTo } = preprocessing
  if (preprocessing.width === width && preprocessing.height === height) return preprocessing
  const scaled = {
    width: Math.round((resizeTo.width * width) / preprocessing.width),
    height: Math.round((resizeTo.height * height) / preprocessing.height),
  }
  return checkPreprocessing({ ...preprocessing, width, height, resizeTo: scaled })
}

/** Whether bars may surround the image: after `pad`, and where what is resized before a cut is smaller than the input. */
export function showsBars({ fit, width, height, resizeTo }: Preprocessing): boolean {
  return fit === "pad" || (fit !== "crop-first" && (resizeTo.width < width || resizeTo.height < height))
}

/** Number of channels of the tensor: 1 or 3. */
export function channelCount(channels: Channels): 1 | 3 {
  return channels === "grey" ? 1 : 3
}

/** Largest side of a model's input, and of an image that is resized before a crop, in pixels. */
export const largestSide = 8192

/** Most pixels of a model's input, and of an image that is resized before a crop: 4096 x 4096. */
export const largestArea = 2 ** 24

/**
 * Refuses preprocessing that makes no sense, or that asks for more than {@link largestSide} or {@link largestArea}.
 *
 * @returns its argument
 * @throws RangeError naming the field
 */
export function checkPreprocessing(preprocessing: Preprocessing): Preprocessing {
  const { width, height, resizeTo, fit, resample, channels, layout, mean, std } = preprocessing
  const count = channelCount(channels)
  const demand = (holds: boolean, what: string) => {
    if (!holds) throw new RangeError(`preprocessing ${preprocessing.name}: ${what}`)
  }
  for (const [name, side] of Object.entries({ width, height, ...prefixed(resizeTo) })) {
    demand(Number.isInteger(side) && side > 0, `${name} is a whole number of pixels, not ${side}`)
    demand(side <= largestSide, `${name} is at most ${largestSide} pixels, not ${side}`)
  }
  for (const [what, size] of Object.entries({
    "the input": { width, height },
    "the resized image": resizeTo,
  }))
    demand(
      size.width * size.height <= largestArea,
      `${what} has at most ${largestArea} pixels, not ${size.width} x ${size.height}`,
    )
  demand(fitModes.includes(fit), `fit is one of ${fitModes.join(", ")}, not ${fit}`)
  demand(resampleNames.includes(resample), `resample is one of ${resampleNames.join(", ")}, not ${resample}`)
  demand(["rgb", "bgr", "grey"].includes(channels), `channels is rgb, bgr or grey, not ${channels}`)
  demand(["nchw", "nhwc"].includes(layout), `layout is nchw or nhwc, not ${layout}`)
  demand(
    mean.length === count && mean.every(Number.isFinite),
    `mean needs ${countOf(count)}; got ${mean.join(", ")}`,
  )
  demand(
    std.length === count && std.every((value) => Number.isFinite(value) && value !== 0),
    `std needs ${countOf(count)}, none of them 0; got ${std.join(", ")}`,
  )
  return preprocessing
}

function countOf(channels: 1 | 3): string {
  return channels === 1 ? "1 number (for the only channel)" : "3 numbers (one per channel)"
}

function prefixed({ width, height }: Size): Record<string, number> {
  return { "resizeTo.width": width, "resizeTo.height": height }
}

/** The preset's numbers, in the order of the channels asked for. */
function arrange(
  values: readonly number[],
  { channels = "rgb" }: Preset,
  wanted: Channels,
): readonly number[] {
  if (wanted === "grey") return [values.reduce((sum, value) => sum + value, 0) / values.length]
  return wanted === channels ? values : values.toReversed()
}

function spread(values: readonly number[], channels: Channels): readonly number[] {
  const count = channelCount(channels)
  return values.length === 1 ? Array.from({ length: count }, () => values[0]) : values
}
