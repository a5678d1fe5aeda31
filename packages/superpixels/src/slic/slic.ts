import {
  checkAtLeast,
  checkAtMost,
  checkBoolean,
  checkList,
  checkPositive,
  checkWhole,
  largestSigma,
  mostRounds,
} from "../primitives/checks.ts"
import { firstAppearance } from "../primitives/labels.ts"
import { gaussian } from "../primitives/gaussian.ts"
import { gridOf, unitScale } from "../primitives/pixels.ts"
import type { Pixels } from "../primitives/pixels.ts"
import { rgbToLab } from "./lab.ts"
import { blocksOf } from "./blocks.ts"
import { cluster } from "./k-means.ts"
import { connectClusters } from "./connect.ts"
import { fastestAssigner } from "./kernel.ts"

/** Options of {@link slic}. */
export interface SlicOptions {
  /** About how many parts, whole, at least 1: clusters start on a regular lattice of about that many. Default 100. */
  readonly segments?: number
  /** Above 0; higher weighs place against colour and gives squarer parts. Default 10. */
  readonly compactness?: number
  /** Most rounds of k-means, whole, 1 to 1000. Default 10. */
  readonly iterations?: number
  /** SLIC-zero: each cluster finds its own compactness, `compactness` being where it starts. Default false. */
  readonly zero?: boolean
  /** Standard deviation, in units, of the Gaussian smoothing beforehand, at most 1000; 0 for none. Default 0. */
  readonly sigma?: number
  /** Whether colours are compared in CIE Lab. Default: true for 3 channels; more or fewer cannot be converted. */
  readonly convertToLab?: boolean
  /** Whether parts are made connected; if not, a part may be in pieces. Default true. */
  readonly enforceConnectivity?: boolean
  /** Connected pieces under this share of the mean part's units join a neighbour. At least 0. Default 0.5. */
  readonly minSizeFactor?: number
  /** Connected pieces are cut at this multiple of the mean part's units. Above 0. Default 3. */
  readonly maxSizeFactor?: number
}

/** Options of {@link slicSegments}: those of {@link slic}, with several numbers of parts. */
export interface SlicSegmentsOptions extends Omit<SlicOptions, "segments"> {
  /** One label map is made for each; any order. */
  readonly segments: readonly number[]
}

/**
 * Simple linear iterative clustering (Achanta et al., *SLIC Superpixels Compared to State-of-the-art Superpixel
 * Methods*, TPAMI 2012), with the parameters of scikit-image's `slic`: settings carry over. Values are stretched to
 * 0…1 over the whole input, all channels together, before anything else.
 *
 * @returns one label a unit: 0…n-1, in row-major order of first appearance, every part connected by faces unless
 *   `enforceConnectivity` is false
 * @throws TypeError or RangeError for pixels or options outside their range
 */
export function slic(pixels: Pixels, options: SlicOptions = {}): Int32Array {
  return prepareSlic(pixels, slicColours(pixels, options))(options)
}

/**
 * {@link slic} for several numbers of parts. The colours are converted once and serve all of them.
 *
 * @returns one label map a number, in the order of `segments`
 * @throws TypeError or RangeError for pixels or options outside their range
 */
export function slicSegments(pixels: Pixels, options: SlicSegmentsOptions): Int32Array[] {
  const { segments, ...rest } = options
  checkList("segments", segments)
  const cut = prepareSlic(pixels, slicColours(pixels, rest))
  return segments.map((many) => cut({ ...rest, segments: many }))
}

/** The options that decide which colours are compared, each with a value. */
export type SlicColours = Required<Pick<SlicOptions, "compactness" | "sigma" | "convertToLab">>

/** The {@link SlicColours} among the options, with their defaults. */
export function slicColours({ channels }: Pick<Pixels, "channels">, options: SlicOptions): SlicColours {
  const { compactness = 10, sigma = 0, convertToLab = channels === 3 } = options
  return { compactness, sigma, convertToLab }
}

/** The converted colours and their bounds, which settings of equal {@link SlicColours} share; what it returns cuts. */
export function prepareSlic(pixels: Pixels, colours: SlicColours): (options: SlicOptions) => Int32Array {
  const { compactness, sigma, convertToLab } = colours
  const grid = gridOf(pixels)
  checkPositive("compactness", compactness)
  checkAtLeast("sigma", sigma, 0)
  checkAtMost("sigma", sigma, largestSigma)
  checkBoolean("convertToLab", convertToLab)
  if (convertToLab && pixels.channels !== 3) {
    throw new RangeError(`convertToLab: expected 3 channels to convert, received ${pixels.channels}`)
  }
  const values = stretched(pixels)
  if (convertToLab) rgbToLab(values)
  const smooth = gaussian(values, grid, pixels.channels, sigma)
  const blocks = blocksOf(smooth, pixels.channels, 1 / compactness, grid)
  return (options) => {
    const {
      segments = 100,
      iterations = 10,
      zero = false,
      enforceConnectivity = true,
      minSizeFactor = 0.5,
      maxSizeFactor = 3,
    } = options
    checkWhole("segments", segments, 1)
    checkWhole("iterations", iterations, 1)
    checkAtMost("iterations", iterations, mostRounds)
    checkBoolean("zero", zero)
    checkBoolean("enforceConnectivity", enforceConnectivity)
    checkAtLeast("minSizeFactor", minSizeFactor, 0)
    checkPositive("maxSizeFactor", maxSizeFactor)
    const { labels: clusters, count } = cluster(blocks, segments, iterations, zero, fastestAssigner())
    if (!enforceConnectivity) return firstAppearance(clusters, count)
    const mean = grid.units / count
    return connectClusters(clusters, grid, Math.floor(minSizeFactor * mean), Math.floor(maxSizeFactor * mean))
  }
}

/** The values stretched to 0…1: `[units * channels]`, a fresh array. */
function stretched({ data }: Pixels): Float64Array {
  const scale = unitScale(data)
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (let index = 0; index < data.length; index++) {
    const value = data[index]
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  const low = lowest * scale
  const range = highest === lowest ? 1 : highest * scale - low
  const values = new Float64Array(data.length)
  for (let index = 0; index < data.length; index++) values[index] = (data[index] * scale - low) / range
  return values
}
