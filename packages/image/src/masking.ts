import type { MaskingOperator, Settings } from "@pami/core"
import { random, slices } from "@pami/core/tensor"
import { checkPicture, toPixels, type Color, type Picture, type Pixels } from "./picture.ts"
import { resize } from "./resample.ts"

/** Masks with black: pixels of 0 before normalisation. */
export function black(): MaskingOperator<Pixels> {
  return operator("black", {}, flat([0, 0, 0]))
}

/** Masks with white. */
export function white(): MaskingOperator<Pixels> {
  return operator("white", {}, flat([1, 1, 1]))
}

/**
 * Masks with one colour.
 *
 * @param color red, green, blue, each from 0 to 255.
 * @throws RangeError for a value out of that range
 */
export function color(color: Color): MaskingOperator<Pixels> {
  if (color.length !== 3 || !color.every((value) => value >= 0 && value <= 255))
    throw new RangeError(`a colour is three numbers from 0 to 255, not ${color.join(", ")}`)
  const [red, green, blue] = color
  return operator("color", { color: [red, green, blue] }, flat([red / 255, green / 255, blue / 255]))
}

/** Masks with the mean colour of the image itself. */
export function mean(): MaskingOperator<Pixels> {
  return operator("mean", {}, (pixels) => {
    const sums = [0, 0, 0]
    for (let i = 0; i < pixels.data.length; i++) sums[i % 3] += pixels.data[i]
    const count = pixels.width * pixels.height
    return flat(sums.map((sum) => sum / count))(pixels)
  })
}

/** Options of {@link noise}. */
export interface NoiseOptions {
  /** Any integer: the same seed gives the same noise everywhere. */
  readonly seed: number
  /** Standard deviation, on a scale of 0 to 1. Default: 0.2. */
  readonly deviation?: number
}

/**
 * Masks with normal noise around mid-grey, independent at every pixel and channel, clamped to [0, 1].
 *
 * @throws RangeError for a seed that is not an integer or a deviation not above 0
 */
export function noise({ seed, deviation = 0.2 }: NoiseOptions): MaskingOperator<Pixels> {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`noise: seed is an integer, not ${seed}`)
  if (!(deviation > 0 && Number.isFinite(deviation)))
    throw new RangeError(`noise: deviation is a number above 0, not ${deviation}`)
  return operator("noise", { seed, deviation }, async ({ width, height, data }) => {
    const next = random(seed)
    const out = new Float32Array(data.length)
    const slice = slices()
    for (let i = 0; i < out.length; i++) {
      if (i % 1024 === 0 && slice.due()) await slice.next()
      // Twelve uniform numbers have a variance of 1: near enough to normal, and without logarithms, whose last bit
      // is not the same in every engine.
      let normal = -6
      for (let k = 0; k < 12; k++) normal += next()
      out[i] = Math.min(1, Math.max(0, 0.5 + deviation * normal))
    }
    return { width, height, data: out }
  })
}

/** Masks with another image, stretched to the input's size. */
export function picture(other: Picture): MaskingOperator<Pixels> {
  checkPicture(other)
  const settings = { width: other.width, height: other.height }
  // Copies of the input are masked by it as well, all of one size.
  let fitted: Promise<Pixels> | undefined
  let size = ""
  return operator("picture", settings, ({ width, height }) => {
    if (fitted === undefined || size !== `${width} x ${height}`) {
      size = `${width} x ${height}`
      fitted = resize(other, { width, height }, "bilinear").then(toPixels)
    }
    return fitted
  })
}

function operator(
  name: string,
  settings: Settings,
  paint: (pixels: Pixels) => Pixels | Promise<Pixels>,
): MaskingOperator<Pixels> {
  return {
    name,
    settings,
    baseline: (pixels) => {
      checkPicture(pixels)
      return paint(pixels)
    },
  }
}

function flat(values: readonly number[]): (pixels: Pixels) => Pixels {
  return ({ width, height, data }) => {
    const out = new Float32Array(data.length)
    for (let i = 0; i < out.length; i++) out[i] = values[i % 3]
    return { width, height, data: out }
  }
}
