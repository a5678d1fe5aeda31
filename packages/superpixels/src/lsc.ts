import { checkPositive, checkWhole, checkAtLeast } from "./checks.ts"
import { gridOf } from "./image.ts"
import type { Pixels } from "./image.ts"
import { clustersAt, lscCluster } from "./lsc-cluster.ts"
import { lscFeatures } from "./lsc-features.ts"
import { lscPlaces } from "./lsc-places.ts"
import { rejoinStrays } from "./lsc-rejoin.ts"

/** Options of {@link lsc}. */
export interface LscOptions {
  /** Mean side of a part in pixels, at least 1. Default: 10. */
  regionSize?: number
  /** How much place counts against colour, above 0: more makes parts more compact. Default: 0.075. */
  ratio?: number
  /** Rounds of k-means, at least 1. Default: 10. */
  iterations?: number
}

/**
 * Linear spectral clustering: k-means, weighted, in a space of cosines and sines where it minimises a normalised cut
 * of the picture. Options mean what they mean in OpenCV's `createSuperpixelLSC` and `iterate`. Source: Li, Chen,
 * *Superpixel Segmentation using Linear Spectral Clustering*, CVPR 2015.
 *
 * Values count relative to the brightest of the picture. All channels count alike, opacity too; as in OpenCV, colours
 * are clustered as they come (the paper has CIELAB). k-means leaves strays: each goes over to the parts around it.
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

  const { places, stepX, stepY } = lscPlaces(grid, regionSize)
  const features = lscFeatures(pixels, grid, ratio, stepX, stepY)
  const clusters = clustersAt(places, features, grid, stepX, stepY)
  return rejoinStrays(lscCluster(features, clusters, grid, stepX, stepY, iterations), pixels, grid)
}
