import { exp, type MaskingOperator } from "@pami/core"
import { checkPicture, type Pixels } from "./picture.ts"

/** What a blur may be told. */
export interface BlurOptions {
  /** Standard deviation in pixels, above 0. Default: 100 at a shorter side of 224, in proportion for others. */
  readonly sigma?: number
  /** Width of the window in pixels, odd. Default: 49 at a shorter side of 224, in proportion for others. */
  readonly kernel?: number
  /**
   * `corrected` (default): what lies outside the picture does not count. `authors`: it counts as black, so that the
   * blur darkens towards the border, as in the authors' code.
   */
  readonly mode?: "corrected" | "authors"
}

/**
 * Masks with a Gaussian blur in a square window; by default one so wide that it is nearly the mean of the window.
 *
 * @throws RangeError for a sigma or kernel out of its range
 */
export function blur({ sigma, kernel, mode = "corrected" }: BlurOptions = {}): MaskingOperator<Pixels> {
  if (sigma !== undefined && !(sigma > 0 && Number.isFinite(sigma)))
    throw new RangeError(`blur: sigma is a number of pixels above 0, not ${sigma}`)
  if (kernel !== undefined && !(Number.isInteger(kernel) && kernel > 0 && kernel % 2 === 1))
    throw new RangeError(`blur: kernel is an odd number of pixels, not ${kernel}`)
  if (mode !== "corrected" && mode !== "authors")
    throw new RangeError(`blur: mode is "corrected" or "authors", not ${String(mode)}`)
  return {
    name: "blur",
    settings: { sigma: sigma ?? "100 at 224", kernel: kernel ?? "49 at 224", mode },
    baseline: (pixels) => {
      checkPicture(pixels)
      const side = Math.min(pixels.width, pixels.height)
      const taps = blurKernel(kernel ?? 2 * Math.round((48 * side) / 448) + 1, sigma ?? (100 * side) / 224)
      return convolve(pixels, taps, mode === "corrected")
    },
  }
}

/**
 * One axis of the blur's window, `kernel` weights that sum to 1: a unit impulse in the middle of the window, smoothed
 * by a Gaussian cut at four sigmas, with the window's content mirrored at its ends. That is what the authors'
 * `gaussian_filter` of an impulse gives, and why a sigma beyond the window makes a box and not a cut-off bell.
 */
export function blurKernel(kernel: number, sigma: number): Float64Array {
  const reach = Math.trunc(4 * sigma + 0.5)
  const bell = Float64Array.from({ length: reach + 1 }, (_, distance) => exp(-0.5 * (distance / sigma) ** 2))
  const mass = 2 * bell.reduce((sum, weight) => sum + weight, 0) - bell[0]
  const center = (kernel - 1) / 2
  const weights = new Float64Array(kernel)
  for (let i = 0; i < kernel; i++)
    for (let offset = -reach; offset <= reach; offset++) {
      // Mirroring with the end repeated has this period; the impulse's mirror image is at `kernel`.
      const position = (((i + offset) % (2 * kernel)) + 2 * kernel) % (2 * kernel)
      if (position === center || position === 2 * kernel - 1 - center)
        weights[i] += bell[Math.abs(offset)] / mass
    }
  return weights
}

function convolve(pixels: Pixels, taps: Float64Array, corrected: boolean): Pixels {
  const { width, height, data } = pixels
  const half = (taps.length - 1) / 2
  const insideX = corrected ? massInside(taps, width) : undefined
  const insideY = corrected ? massInside(taps, height) : undefined
  const rows = new Float64Array(data.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let red = 0
      let green = 0
      let blue = 0
      const from = Math.max(0, x - half)
      const to = Math.min(width - 1, x + half)
      for (let k = from, at = (y * width + from) * 3; k <= to; k++, at += 3) {
        const weight = taps[k - x + half]
        red += weight * data[at]
        green += weight * data[at + 1]
        blue += weight * data[at + 2]
      }
      const scale = insideX ? 1 / insideX[x] : 1
      const to3 = (y * width + x) * 3
      rows[to3] = red * scale
      rows[to3 + 1] = green * scale
      rows[to3 + 2] = blue * scale
    }
  const out = new Float32Array(data.length)
  const stride = width * 3
  const sums = new Float64Array(stride)
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    for (let k = Math.max(0, y - half); k <= Math.min(height - 1, y + half); k++) {
      const weight = taps[k - y + half]
      for (let i = 0, at = k * stride; i < stride; i++) sums[i] += weight * rows[at + i]
    }
    const scale = insideY ? 1 / insideY[y] : 1
    // Rounding may leave [0, 1] by a hair, and a baseline is a picture.
    for (let i = 0, at = y * stride; i < stride; i++) out[at + i] = Math.min(1, Math.max(0, sums[i] * scale))
  }
  return { width, height, data: out }
}

function massInside(taps: Float64Array, length: number): Float64Array {
  const half = (taps.length - 1) / 2
  return Float64Array.from({ length }, (_, position) => {
    let mass = 0
    for (let k = Math.max(0, position - half); k <= Math.min(length - 1, position + half); k++)
      mass += taps[k - position + half]
    return mass
  })
}
