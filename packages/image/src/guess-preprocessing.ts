import { PamiError, type TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import type { Size } from "./picture.ts"
import { largestArea, largestSide, type Channels, type Layout, type PresetName } from "./preprocessing.ts"

/** A value guessed from a model's declaration, with the reason in words. */
export interface Guess<Value> {
  readonly value: Value
  readonly why: string
}

/** The input and the preprocessing that a model seems to expect for an image. */
export interface PreprocessingGuess {
  /** Name of the model's input. */
  readonly input: Guess<string>
  readonly layout: Guess<Layout> & {
    /** Whether the shape tells which axis holds the channels. */
    readonly declared: boolean
  }
  readonly size: Guess<Size> & {
    /** Whether the model declares both sides. */
    readonly declared: boolean
  }
  readonly channels: Guess<Channels>
  readonly preset: Guess<PresetName>
}

const dtypes: readonly TensorInfo["dtype"][] = ["float32", "float16", "float64", "uint8", "int32", "int64"]

const defaultSide = 224

/**
 * Guesses from a model's declared inputs which one takes the image, and its layout, size, channels and preset.
 *
 * @param options `name` of the input, when the caller knows it
 * @throws PamiError `INPUT_NOT_FOUND` when the model has no input of that name, `INPUT_NOT_CHOSEN` when several inputs
 *   could take the image and no name is given, `SHAPE_MISMATCH` when none can
 *
 * @example
 * const pixels = { name: "pixel_values", dtype: "float32", shape: [null, 3, 224, 224] } as const
 * const guess = guessPreprocessing([pixels])
 * console.log(guess.layout.value) // nchw
 */
export function guessPreprocessing(
  inputs: readonly TensorInfo[],
  { name }: { name?: string } = {},
): PreprocessingGuess {
  const { info, why } = choose(inputs, name)
  const axes = layoutOf(info)
  if (axes === undefined) throw mismatch([info])
  const { layout, count } = axes
  if (count === 4)
    throw new PamiError(
      "SHAPE_MISMATCH",
      `input ${info.name} ${formatShape(info.shape)} takes images of 4 channels; images have 1 (grey) or 3 (colour). Feed it all bands of a file: decodeBands, and arrayInput of @pami/volume.`,
    )
  const [height, width] = axes.sides
  if (Math.max(height ?? 0, width ?? 0) > largestSide || (height ?? 1) * (width ?? 1) > largestArea)
    throw new PamiError(
      "SHAPE_MISMATCH",
      `input ${info.name} ${formatShape(info.shape)} is larger than images can be made: at most ${largestSide} pixels a side and ${largestArea} in all. ` +
        "Export the model with a smaller input.",
    )
  const channels: Guess<Channels> =
    count === 1
      ? { value: "grey", why: info.shape.length === 4 ? "one channel" : "no axis of channels" }
      : {
          value: "rgb",
          why: `${count === 3 ? "three channels" : "the channels are free"}; red first is usual`,
        }
  return {
    input: { value: info.name, why },
    layout,
    size: sizeFrom(width ?? null, height ?? null),
    channels,
    preset: presetFor(info.dtype, layout.value, channels.value),
  }
}

function choose(inputs: readonly TensorInfo[], name: string | undefined): { info: TensorInfo; why: string } {
  if (name !== undefined) {
    const info = inputs.find((input) => input.name === name)
    if (info !== undefined) return { info, why: "named by you" }
    const known = inputs.map((input) => input.name).join(", ")
    throw new PamiError("INPUT_NOT_FOUND", `the model has no input "${name}". It has: ${known}.`)
  }
  const known = inputs.filter((input) => layoutOf(input) !== undefined)
  // An input without an axis of channels takes the image only when no other input can.
  const whole = known.filter(({ shape }) => shape.length === 4)
  const candidates = whole.length > 0 ? whole : known
  if (candidates.length === 0) throw mismatch(inputs)
  if (candidates.length > 1)
    throw new PamiError(
      "INPUT_NOT_CHOSEN",
      `${candidates.length} inputs could be the image: ${candidates.map(describe).join(", ")}. Name one.`,
    )
  return {
    info: candidates[0],
    why:
      inputs.length === 1
        ? "the only input"
        : `the only one of ${inputs.length} inputs with the shape of an image`,
  }
}

interface Axes {
  readonly layout: PreprocessingGuess["layout"]
  /** `null` when the axis is free. */
  readonly count: number | null
  /** Height and width. */
  readonly sides: readonly (number | null)[]
}

function layoutOf({ shape, dtype }: TensorInfo): Axes | undefined {
  if (!dtypes.includes(dtype)) return undefined
  // Integers in rows are more likely tokens.
  if (shape.length !== 4) return dtype.startsWith("int") ? undefined : greyLayout(shape)
  const [, second, , last] = shape
  const sides = { nchw: shape.slice(2), nhwc: shape.slice(1, 3) }
  const counts = [3, 1, 4]
  for (const count of counts) {
    const found = `is ${count}, a number of channels`
    if (second === count)
      return {
        layout: { value: "nchw", why: `axis 1 of ${formatShape(shape)} ${found}`, declared: true },
        count,
        sides: sides.nchw,
      }
    if (last === count)
      return {
        layout: { value: "nhwc", why: `axis 3 of ${formatShape(shape)} ${found}`, declared: true },
        count,
        sides: sides.nhwc,
      }
  }
  const free = `of ${formatShape(shape)} is free, taken for the channels`
  if (second === null)
    return {
      layout: { value: "nchw", why: `axis 1 ${free}`, declared: false },
      count: null,
      sides: sides.nchw,
    }
  if (last === null)
    return {
      layout: { value: "nhwc", why: `axis 3 ${free}`, declared: false },
      count: null,
      sides: sides.nhwc,
    }
  return undefined
}

// Side of a grey image in a row of numbers; a shorter row is more likely features.
const smallestSide = 8

/** `[N, height, width]`, and `[N, side * side]`. */
function greyLayout(shape: TensorInfo["shape"]): Axes | undefined {
  const item = shape.slice(1)
  const side = Math.sqrt(item[0] ?? 0)
  const sides = item.length === 1 ? [side, side] : item
  if (sides.length !== 2 || !sides.every((length) => Number.isInteger(length) && length! >= smallestSide))
    return undefined
  const why = `${formatShape(shape)} has no axis of channels`
  return { layout: { value: "nchw", why, declared: true }, count: 1, sides }
}

function sizeFrom(width: number | null, height: number | null): PreprocessingGuess["size"] {
  if (width !== null && height !== null)
    return { value: { width, height }, why: "declared by the model", declared: true }
  const known = width ?? height
  if (known !== null)
    return {
      value: { width: known, height: known },
      why: `one side is free: ${known} as the other`,
      declared: false,
    }
  return {
    value: { width: defaultSide, height: defaultSide },
    why: `height and width are free: ${defaultSide}, the usual size of classifiers`,
    declared: false,
  }
}

function presetFor(dtype: TensorInfo["dtype"], layout: Layout, channels: Channels): Guess<PresetName> {
  if (!dtype.startsWith("float")) return { value: "0-255", why: `the input is ${dtype}: pixels as they are` }
  if (channels === "grey")
    return { value: "0-1", why: "grey images are rarely normalised further; the file does not say" }
  if (layout === "nhwc")
    return {
      value: "-1-1",
      why: "channels last suggests TensorFlow, where -1 to 1 is most usual; the file does not say",
    }
  return {
    value: "imagenet",
    why: "channels first suggests PyTorch, where it is most usual; the file does not say",
  }
}

function mismatch(inputs: readonly TensorInfo[]): PamiError {
  const row = inputs.find(
    ({ shape }) => shape.length === 2 && Number.isInteger(Math.sqrt((shape[1] ?? 0.5) / 3)),
  )
  const side = Math.sqrt((row?.shape[1] ?? 0) / 3)
  const hint =
    row === undefined
      ? ""
      : ` ${row.shape[1]} numbers may be an image of ${side} x ${side} in colour: export the model so that it takes [N, 3, ${side}, ${side}] or [N, ${side}, ${side}, 3].`
  const found = inputs.length === 0 ? "no input at all" : inputs.map(describe).join(", ")
  return new PamiError(
    "SHAPE_MISMATCH",
    `expected an input for images, [N, 3, height, width] or [N, height, width, 3] of ${dtypes.join(", ")}; ` +
      `the model has ${found}.${hint}`,
  )
}

function describe({ name, dtype, shape }: TensorInfo): string {
  return `${name} ${dtype} ${formatShape(shape)}`
}
