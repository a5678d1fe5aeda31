import { checkAtLeast, checkAtMost, checkPositive, checkWhole, mostRounds } from "../primitives/checks.ts"
import { firstAppearance, partCount } from "../primitives/labels.ts"
import { gridOf } from "../primitives/pixels.ts"
import type { Pixels } from "../primitives/pixels.ts"
import { clustersAt, lscCluster } from "./cluster.ts"
import { lscFeatures } from "./features.ts"
import { lscPlaces } from "./places.ts"
import { refineOutlines } from "./refine.ts"
import { rejoinStrays } from "./rejoin.ts"

/** Options of {@link lsc}. */
export interface LscOptions {
  /** Mean side of a part in pixels, at least 1. Default: 10. */
  readonly regionSize?: number
  /** How much place counts against colour, above 0: more makes parts more compact. Default: 0.075. */
  readonly ratio?: number
  /** Rounds of k-means, 1 to 1000. Default: 10. */
  readonly iterations?: number
}

/**
 * Parts that may be left, times the clusters, in the steps that connect them: outlines of half as many more parts come
 * out truer, and joining those costs less. In the end, a tenth more for strays unlike anything around them.
 */
const SHARES = [1.5, 1.1]

/**
 * Linear spectral clustering: k-means, weighted, in a space of cosines and sines where it minimises a normalised cut
 * of the picture. Options mean what they mean in OpenCV's `createSuperpixelLSC` and `iterate`. Source: Li, Chen,
 * *Superpixel Segmentation using Linear Spectral Clustering*, CVPR 2015.
 *
 * Values count relative to the brightest of the picture. All channels count alike, opacity too; as in OpenCV, colours
 * are clustered as they come (the paper has CIELAB). k-means leaves clusters in pieces, as does
 * OpenCV by default: here pieces join those around them that are most like them, and outlines then settle where the
 * colours of the parts differ most, so that about as much of the variance of colour is kept as by the clusters. There are
 * at most a tenth more parts than clusters.
 *
 * @param pixels a picture `[H, W]`
 * @returns labels 0…n-1, `[H * W]`, numbered in row-major order of first appearance, every part 4-connected
 * @throws TypeError or RangeError on a malformed picture or an option out of range
 */
export function lsc(pixels: Pixels, options: LscOptions = {}): Int32Array {
  const { regionSize = 10, ratio = 0.075, iterations = 10 } = options
  const grid = gridOf(pixels)
  if (pixels.shape.length !== 2) {
    throw new RangeError(`shape: expected a picture [H, W], received ${JSON.stringify(pixels.shape)}`)
  }
  checkAtLeast("regionSize", regionSize, 1)
  checkPositive("ratio", ratio)
  checkWhole("iterations", iterations, 1)
  checkAtMost("iterations", iterations, mostRounds)

  const { places, stepX, stepY } = lscPlaces(grid, regionSize)
  const features = lscFeatures(pixels, grid, ratio, stepX, stepY)
  const clusters = clustersAt(places, features, grid, stepX, stepY)
  let labels = lscCluster(features, clusters, grid, stepX, stepY, iterations)
  const count = occupied(labels, places.length / 2)
  for (const share of SHARES) {
    labels = rejoinStrays(labels, pixels, grid, count, share * count)
    refineOutlines(labels, partCount(labels), pixels, grid)
  }
  return firstAppearance(labels, partCount(labels))
}

/** How many of the clusters have pixels. */
function occupied(labels: Int32Array, clusters: number): number {
  const has = new Uint8Array(clusters)
  for (let unit = 0; unit < labels.length; unit++) has[labels[unit]] = 1
  return has.reduce((sum, one) => sum + one, 0)
}
