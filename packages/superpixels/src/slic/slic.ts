import {
  checkAtLeast,
  checkAtMost,
  checkBoolean,
  checkList,
  checkPositive,
  checkWhole,
  maxIterations,
  maxSigma,
} from "../primitives/checks.ts"
import { gaussian } from "../primitives/gaussian.ts"
import { renumber } from "../primitives/labels.ts"
import { unitScale, validGrid } from "../primitives/pixels.ts"
import type { Pixels } from "../primitives/pixels.ts"
import { toBlocks } from "./blocks.ts"
import { connectClusters } from "./connect.ts"
import { cluster } from "./k-means.ts"
import { fastestAssigner } from "./kernel.ts"
import { rgbToLab } from "./lab.ts"

/** Options of {@link slic}. */
export interface SlicOptions {
  /** Approximate number of parts, a whole number, at least 1. Clusters start on a regular lattice. Default: 100. */
  readonly segments?: number
  /** Weight of distance in space against distance in colour, above 0; higher gives squarer parts. Default: 10. */
  readonly compactness?: number
  /** Upper limit of the rounds of k-means, a whole number, 1 to 1000. Default: 10. */
  readonly iterations?: number
  /** Whether each cluster adapts its own compactness, starting from `compactness` (SLIC-zero). Default: false. */
  readonly zero?: boolean
  /** Standard deviation of the initial Gaussian smoothing, in units, 0 (none) to 1000. Default: 0. */
  readonly sigma?: number
  /** Whether colours are compared in CIE Lab, which needs 3 channels. Default: true for 3 channels. */
  readonly convertToLab?: boolean
  /** Whether every part is made connected. Default: true. */
  readonly enforceConnectivity?: boolean
  /** Pieces below this share of the mean part size join a neighbour. At least 0. Default: 0.5. */
  readonly minSizeFactor?: number
  /** Pieces are split at this multiple of the mean part size. Above 0. Default: 3. */
  readonly maxSizeFactor?: number
}

/** Options of {@link slicSegments}: those of {@link slic}, with several numbers of parts. */
export interface SlicSegmentsOptions extends Omit<SlicOptions, "segments"> {
  /** The number of parts of each label map, in any order. */
  readonly segments: readonly number[]
}

/**
 * Segments an image, signal or volume by simple linear iterative clustering (Achanta et al., *SLIC Superpixels
 * Compared to State-of-the-art Superpixel Methods*, TPAMI 2012). Options have the meaning of scikit-image's `slic`.
 * The values are first rescaled so that the whole input, all channels together, spans 0…1.
 *
 * @returns a label map: labels 0…n-1 in row-major order of first appearance, every part connected by faces unless
 *   `enforceConnectivity` is false
 * @throws TypeError or RangeError for invalid pixels or options
 * @example
 * ```ts
 * const labels = slic({ shape: [height, width], channels: 3, data: rgb }, { segments: 50, compactness: 20 })
 * ```
 */
export function slic(pixels: Pixels, options: SlicOptions = {}): Int32Array {
  return prepareSlic(pixels, slicColours(pixels, options))(options)
}

/**
 * Runs {@link slic} for several numbers of parts, with one conversion of the colours.
 *
 * @returns one label map per number, in the order of `segments`
 * @throws TypeError or RangeError for invalid pixels or options
 */
export function slicSegments(pixels: Pixels, options: SlicSegmentsOptions): Int32Array[] {
  const { segments, ...rest } = options
  checkList("segments", segments)
  const segmentBy = prepareSlic(pixels, slicColours(pixels, rest))
  return segments.map((many) => segmentBy({ ...rest, segments: many }))
}

/** The options that determine the colours to compare. */
export type SlicColours = Required<Pick<SlicOptions, "compactness" | "sigma" | "convertToLab">>

/** Returns the {@link SlicColours} of the options, with defaults filled in. */
export function slicColours({ channels }: Pick<Pixels, "channels">, options: SlicOptions): SlicColours {
  const { compactness = 10, sigma = 0, convertToLab = channels === 3 } = options
  return { compactness, sigma, convertToLab }
}

/**
 * Converts the colours and finds their bounds, which settings with equal {@link SlicColours} share.
 *
 * @returns a function that segments with one setting
 */
export function prepareSlic(pixels: Pixels, colours: SlicColours): (options: SlicOptions) => Int32Array {
  const { compactness, sigma, convertToLab } = colours
  const grid = validGrid(pixels)
  checkPositive("compactness", compactness)
  checkAtLeast("sigma", sigma, 0)
  checkAtMost("sigma", sigma, maxSigma)
  checkBoolean("convertToLab", convertToLab)
  if (convertToLab && pixels.channels !== 3) {
    throw new RangeError(`convertToLab: expected 3 channels to convert, received ${pixels.channels}`)
  }
  const values = rescale(pixels)
  if (convertToLab) rgbToLab(values)
  const smooth = gaussian(values, grid, pixels.channels, sigma)
  const blocks = toBlocks(smooth, pixels.channels, 1 / compactness, grid)
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
    checkAtMost("iterations", iterations, maxIterations)
    checkBoolean("zero", zero)
    checkBoolean("enforceConnectivity", enforceConnectivity)
    checkAtLeast("minSizeFactor", minSizeFactor, 0)
    checkPositive("maxSizeFactor", maxSizeFactor)
    const { labels: clusters, count } = cluster(blocks, segments, iterations, zero, fastestAssigner())
    if (!enforceConnectivity) return renumber(clusters, count)
    const mean = grid.units / count
    return connectClusters(clusters, grid, Math.floor(minSizeFactor * mean), Math.floor(maxSizeFactor * mean))
  }
}

/** Copies the values to a new array `[units, channels]`, rescaled to span 0…1. */
function rescale({ data }: Pixels): Float64Array {
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
