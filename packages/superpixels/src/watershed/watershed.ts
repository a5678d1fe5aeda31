import { checkAtLeast, checkWhole } from "../primitives/checks.ts"
import { flood, floodBuffers } from "./flood.ts"
import { validGrid } from "../primitives/pixels.ts"
import type { Grid, Pixels } from "../primitives/pixels.ts"
import { regularLattice } from "../primitives/lattice.ts"
import { sobelMagnitude, toGray } from "./sobel.ts"

/** Options of {@link watershed}. */
export interface WatershedOptions {
  /**
   * Approximate number of parts, a whole number, at least 1. The markers form a regular lattice of about this many
   * positions.
   */
  readonly markers: number
  /** Height (Sobel magnitude, 0…1 for bytes) added per unit of distance from the marker, at least 0. Default: 0. */
  readonly compactness?: number
}

/**
 * Segments an image, signal or volume by compact watershed (Neubert and Protzel, *Compact Watershed and Preemptive
 * SLIC*, ICPR 2014): floods the Sobel magnitude of the grey values from a regular lattice of markers. Equals
 * scikit-image's `watershed(sobel(rgb2gray(image)), markers, compactness=compactness)`. Alpha is ignored. For a
 * signal, the Sobel magnitude is the absolute slope.
 *
 * @returns a label map: labels 0…n-1 in row-major order of first appearance, every part connected by faces
 * @throws TypeError or RangeError for invalid pixels or options
 * @example
 * ```ts
 * const labels = watershed({ shape: [height, width], channels: 3, data: rgb }, { markers: 30, compactness: 0.0001 })
 * ```
 */
export function watershed(pixels: Pixels, options: WatershedOptions): Int32Array {
  return prepareWatershed(pixels)(options)
}

/**
 * Computes the Sobel magnitude, which all settings share.
 *
 * @returns a function that segments with one setting
 */
export function prepareWatershed(pixels: Pixels): (options: WatershedOptions) => Int32Array {
  const grid = validGrid(pixels)
  const heights = sobelMagnitude(toGray(pixels), grid, pixels.shape.length)
  const buffers = floodBuffers(grid)
  return ({ markers, compactness = 0 }) => {
    checkWhole("markers", markers, 1)
    checkAtLeast("compactness", compactness, 0)
    return flood(heights, latticeUnits(grid, markers), grid, compactness, buffers)
  }
}

/** Returns the units of a regular lattice of about `count` positions, in row-major order. */
function latticeUnits(grid: Grid, count: number): Int32Array {
  const { depth, height, width } = grid
  const [alongZ, alongY, alongX] = regularLattice([depth, height, width], count)
  const found: number[] = []
  for (let z = alongZ.start; z < depth; z += alongZ.step) {
    for (let y = alongY.start; y < height; y += alongY.step) {
      for (let x = alongX.start; x < width; x += alongX.step) found.push((z * height + y) * width + x)
    }
  }
  return Int32Array.from(found)
}
