import {
  checkAtLeast,
  checkAtMost,
  checkList,
  checkPositive,
  checkWhole,
  maxSigma,
} from "../primitives/checks.ts"
import { edgeGraph } from "./edge-graph.ts"
import { sortedEdges } from "./edges.ts"
import { gaussian } from "../primitives/gaussian.ts"
import { validGrid, toFloat } from "../primitives/pixels.ts"
import type { Pixels } from "../primitives/pixels.ts"
import { mergeEdges } from "./merge-edges.ts"

/** Default standard deviation of the smoothing, in units: scikit-image's. */
export const defaultSigma = 0.8

const defaultScale = 1

/** Options of {@link felzenszwalb}. */
export interface FelzenszwalbOptions {
  /**
   * Above 0; a higher scale gives fewer, larger parts. It refers to values of 0…255, as in scikit-image. Default: 1.
   */
  readonly scale?: number
  /** Standard deviation of the initial Gaussian smoothing, in units, 0 (none) to 1000. Default: 0.8. */
  readonly sigma?: number
  /** Parts with fewer units join their most similar neighbour. A whole number, at least 1. Default: 20. */
  readonly minSize?: number
}

/** Options of {@link felzenszwalbScales}: those of {@link felzenszwalb}, with several scales. */
export interface FelzenszwalbScalesOptions extends Omit<FelzenszwalbOptions, "scale"> {
  /** The scale of each label map, in any order. */
  readonly scales: readonly number[]
}

/**
 * Segments an image, signal or volume by merging units along the edges of the neighbour graph (Felzenszwalb and
 * Huttenlocher, *Efficient Graph-Based Image Segmentation*, IJCV 2004). Options have the meaning of scikit-image's
 * `felzenszwalb`.
 *
 * A unit has 8 neighbours in an image, 2 in a signal and 6 in a volume. All channels have equal weight. scikit-image
 * leaves parts whose pieces touch at a corner only; here each piece becomes a part if it has at least `minSize`
 * units, and joins the neighbour across its cheapest face otherwise.
 *
 * @returns a label map: labels 0…n-1 in row-major order of first appearance, every part connected by faces
 * @throws TypeError or RangeError for invalid pixels or options
 * @example
 * ```ts
 * const labels = felzenszwalb({ shape: [height, width], channels: 3, data: rgb }, { scale: 100, minSize: 200 })
 * ```
 */
export function felzenszwalb(pixels: Pixels, options: FelzenszwalbOptions = {}): Int32Array {
  return prepareFelzenszwalb(pixels, options.sigma ?? defaultSigma, lowestScale([options]))(options)
}

/**
 * Runs {@link felzenszwalb} at several scales, with one smoothing and one sorting of the edges.
 *
 * @returns one label map per scale, in the order of `scales`
 * @throws TypeError or RangeError for invalid pixels or options
 */
export function felzenszwalbScales(pixels: Pixels, options: FelzenszwalbScalesOptions): Int32Array[] {
  const { scales, sigma = defaultSigma, minSize } = options
  checkList("scales", scales)
  const all = scales.map((scale) => (minSize === undefined ? { scale } : { scale, minSize }))
  return all.map(prepareFelzenszwalb(pixels, sigma, lowestScale(all)))
}

/** Returns the lowest scale of the settings. */
export function lowestScale(all: readonly FelzenszwalbOptions[]): number {
  return Math.min(...all.map(({ scale = defaultScale }) => scale))
}

/**
 * Smooths, sorts the edges and contracts the graph, which settings with equal `sigma` share.
 *
 * @param lowest lower bound of the scales; the closer it is, the less each setting costs
 * @returns a function that segments with one setting
 */
export function prepareFelzenszwalb(
  pixels: Pixels,
  sigma: number,
  lowest: number,
): (options: FelzenszwalbOptions) => Int32Array {
  checkAtLeast("sigma", sigma, 0)
  checkAtMost("sigma", sigma, maxSigma)
  const grid = validGrid(pixels)
  const smooth = gaussian(toFloat(pixels), grid, pixels.channels, sigma)
  const graph = edgeGraph(sortedEdges(smooth, pixels.channels, grid), grid, lowest / 255)
  return ({ scale = defaultScale, minSize = 20 }) => {
    checkPositive("scale", scale)
    checkWhole("minSize", minSize, 1)
    return mergeEdges(graph, scale / 255, minSize)
  }
}
