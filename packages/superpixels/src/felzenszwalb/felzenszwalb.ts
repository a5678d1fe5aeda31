import {
  checkAtLeast,
  checkAtMost,
  checkList,
  checkPositive,
  checkWhole,
  largestSigma,
} from "../primitives/checks.ts"
import { edgeGraph } from "./edge-graph.ts"
import { sortedEdges } from "./edges.ts"
import { gaussian } from "../primitives/gaussian.ts"
import { gridOf, toFloat } from "../primitives/pixels.ts"
import type { Pixels } from "../primitives/pixels.ts"
import { mergeEdges } from "./merge-edges.ts"

/** Of the smoothing, in units: scikit-image's. */
export const defaultSigma = 0.8

const defaultScale = 1

/** Options of {@link felzenszwalb}. */
export interface FelzenszwalbOptions {
  /** Above 0; higher gives fewer, larger parts. Divided by 255, so that it means the same as for byte values. Default 1. */
  readonly scale?: number
  /** Standard deviation, in units, of the Gaussian smoothing beforehand, at most 1000; 0 for none. Default 0.8. */
  readonly sigma?: number
  /** Parts of fewer units join their most similar neighbour. Whole, at least 1. Default 20. */
  readonly minSize?: number
}

/** Options of {@link felzenszwalbScales}: those of {@link felzenszwalb}, with several scales. */
export interface FelzenszwalbScalesOptions extends Omit<FelzenszwalbOptions, "scale"> {
  /** One label map is made for each; any order. */
  readonly scales: readonly number[]
}

/**
 * Graph-based segmentation (Felzenszwalb and Huttenlocher, *Efficient Graph-Based Image Segmentation*, IJCV 2004), with
 * the parameters of scikit-image's `felzenszwalb`: settings carry over.
 *
 * Edges join 8 neighbours in pictures, 2 in signals, 6 in volumes; all channels count alike. Where scikit-image leaves a
 * part whose pieces touch at a corner only, a piece of `minSize` units becomes a part and a smaller one joins the
 * neighbour across its cheapest face, so every part is connected by faces.
 *
 * @returns one label a unit: 0…n-1, every part connected, in row-major order of first appearance
 * @throws TypeError or RangeError for pixels or options outside their range
 */
export function felzenszwalb(pixels: Pixels, options: FelzenszwalbOptions = {}): Int32Array {
  return prepareFelzenszwalb(pixels, options.sigma ?? defaultSigma, lowestScale([options]))(options)
}

/**
 * {@link felzenszwalb} at several scales. The smoothing and the sorted edges are made once and serve every scale.
 *
 * @returns one label map a scale, in the order of `scales`
 * @throws TypeError or RangeError for pixels or options outside their range
 */
export function felzenszwalbScales(pixels: Pixels, options: FelzenszwalbScalesOptions): Int32Array[] {
  const { scales, sigma = defaultSigma, minSize } = options
  checkList("scales", scales)
  const all = scales.map((scale) => (minSize === undefined ? { scale } : { scale, minSize }))
  return all.map(prepareFelzenszwalb(pixels, sigma, lowestScale(all)))
}

/** The lowest scale among some settings. */
export function lowestScale(all: readonly FelzenszwalbOptions[]): number {
  return Math.min(...all.map(({ scale = defaultScale }) => scale))
}

/**
 * The smoothing, the sorted edges and the graph that they make, which settings of one `sigma` share; what it returns
 * cuts by it.
 *
 * @param lowest no setting has a scale below it; the nearer it is to them, the less each setting costs
 */
export function prepareFelzenszwalb(
  pixels: Pixels,
  sigma: number,
  lowest: number,
): (options: FelzenszwalbOptions) => Int32Array {
  checkAtLeast("sigma", sigma, 0)
  checkAtMost("sigma", sigma, largestSigma)
  const grid = gridOf(pixels)
  const smooth = gaussian(toFloat(pixels), grid, pixels.channels, sigma)
  const graph = edgeGraph(sortedEdges(smooth, pixels.channels, grid), grid, lowest / 255)
  return ({ scale = defaultScale, minSize = 20 }) => {
    checkPositive("scale", scale)
    checkWhole("minSize", minSize, 1)
    return mergeEdges(graph, scale / 255, minSize)
  }
}
