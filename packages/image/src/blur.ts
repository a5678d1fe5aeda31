import type { MaskingOperator } from "@pami/core"
import { exp, slices } from "@pami/core/tensor"
import { checkPicture, type Pixels } from "./picture.ts"

/** Options of {@link blur}. */
export interface BlurOptions {
  /** Standard deviation in pixels, above 0. Default: 100 at a shorter side of 224, in proportion for others. */
  readonly sigma?: number
  /** Width of the window in pixels, odd. Default: 49 at a shorter side of 224, in proportion for others. */
  readonly kernel?: number
  /**
   * `corrected` (default): what lies outside the image does not count. `authors`: it counts as black, so that the
   * blur darkens towards the border, as in the authors' code.
   */
  readonly mode?: "corrected" | "authors"
}

/**
 * Masks with a Gaussian blur in a square window; by default one so wide that it is nearly the mean of the window.
 *
 * @throws RangeError for a sigma or kernel out of its range
 *
 * @example
 * const pixels = toPixels({ width: 2, height: 1, data: Uint8Array.of(0, 0, 0, 255, 255, 255) })
 * const baseline = await blur({ kernel: 3, sigma: 5 }).baseline(pixels)
 * console.log(baseline.data.length) // 6
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
    baseline: async (pixels) => {
      checkPicture(pixels)
      const side = Math.min(pixels.width, pixels.height)
      const taps = blurKernel(kernel ?? 2 * Math.round((48 * side) / 448) + 1, sigma ?? (100 * side) / 224)
      return await convolve(pixels, taps, mode === "corrected")
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

async function convolve(pixels: Pixels, taps: Float64Array, corrected: boolean): Promise<Pixels> {
  const { width, height, data } = pixels
  const half = (taps.length - 1) / 2
  const line = width * 3
  // Black all around, as wide as the window reaches: every sum then has all its terms, and one loop serves both axes.
  const wide = new Float64Array(line + 2 * half * 3)
  const tall = new Float64Array(line * (height + 2 * half))
  const massX = massInside(taps, width, 3, corrected)
  const massY = massInside(taps, height, 1, corrected)
  const slice = slices()
  for (let y = 0; y < height; y++) {
    if (slice.due()) await slice.next()
    for (let i = 0, at = y * line, to = half * 3; i < line; i++) wide[to++] = data[at++]
    const sums = tall.subarray((y + half) * line, (y + half + 1) * line)
    sumWindow(sums, wide, 0, 3, taps)
    for (let i = 0; i < line; i++) sums[i] /= massX[i]
  }
  const out = new Float32Array(data.length)
  const sums = new Float64Array(line)
  for (let y = 0; y < height; y++) {
    if (slice.due()) await slice.next()
    sumWindow(sums, tall, y * line, line, taps)
    const mass = massY[y]
    // Rounding may leave [0, 1] by a hair, and a baseline is an image.
    for (let i = 0, at = y * line; i < line; i++) out[at++] = Math.min(1, Math.max(0, sums[i] / mass))
  }
  return { width, height, data: out }
}

/**
 * Weighted sum of what lies `step` numbers apart, for a line of them: the first starts at `from`. The taps are the same
 * from both ends, so that they are taken in pairs; four pairs at a time, as most of the time goes into reading sums.
 */
function sumWindow(sums: Float64Array, values: Float64Array, from: number, step: number, taps: Float64Array) {
  const last = taps.length - 1
  const half = last / 2
  const center = from + half * step
  for (let i = 0; i < sums.length; i++) sums[i] = taps[half] * values[center + i]
  let tap = 0
  for (; tap + 4 <= half; tap += 4) {
    const [w0, w1, w2, w3] = taps.subarray(tap, tap + 4)
    for (
      let i = 0, low = from + tap * step, high = from + (last - tap) * step;
      i < sums.length;
      i++, low++, high++
    )
      sums[i] +=
        w0 * (values[low] + values[high]) +
        w1 * (values[low + step] + values[high - step]) +
        w2 * (values[low + 2 * step] + values[high - 2 * step]) +
        w3 * (values[low + 3 * step] + values[high - 3 * step])
  }
  for (; tap < half; tap++) {
    const weight = taps[tap]
    for (let i = 0, low = from + tap * step, high = from + (last - tap) * step; i < sums.length; i++)
      sums[i] += weight * (values[low + i] + values[high + i])
  }
}

/** Weight of the window that lies inside an axis, for each of the `channels` values of each of its places. */
function massInside(taps: Float64Array, length: number, channels: number, corrected: boolean): Float64Array {
  const half = (taps.length - 1) / 2
  const masses = new Float64Array(length * channels).fill(1)
  if (!corrected) return masses
  for (let position = 0; position < length; position++) {
    let mass = 0
    for (let k = Math.max(0, position - half); k <= Math.min(length - 1, position + half); k++)
      mass += taps[k - position + half]
    masses.fill(mass, position * channels, (position + 1) * channels)
  }
  return masses
}
