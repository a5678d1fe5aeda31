import { checkAtLeast, checkWhole } from "../primitives/checks.ts"
import { flood, floodRoom } from "./flood.ts"
import { gridOf } from "../primitives/pixels.ts"
import type { Grid, Pixels } from "../primitives/pixels.ts"
import { regularGrid } from "../primitives/lattice.ts"
import { sobelMagnitude, toGray } from "./sobel.ts"

/** Options of {@link watershed}. */
export interface WatershedOptions {
  /** About how many parts, whole, at least 1: as many markers as a regular lattice near that number has. */
  readonly markers: number
  /** At least 0: how much height (Sobel magnitude, 0…1 for bytes) a unit of distance from the marker costs. Default 0. */
  readonly compactness?: number
}

/**
 * Compact watershed of the edges (Neubert and Protzel, *Compact Watershed and Preemptive SLIC*, ICPR 2014): the Sobel
 * magnitude of the grey values is flooded from a regular lattice of markers. The same as scikit-image's
 * `watershed(sobel(rgb2gray(picture)), markers, compactness=compactness)`: settings carry over. Opacity is left out;
 * of a signal, the absolute slope is flooded.
 *
 * @returns one label a unit: 0…n-1, every part connected by faces, in row-major order of first appearance
 * @throws TypeError or RangeError for pixels or options outside their range
 */
export function watershed(pixels: Pixels, options: WatershedOptions): Int32Array {
  return prepareWatershed(pixels)(options)
}

/** The Sobel magnitude, which all settings share; what it returns floods it. */
export function prepareWatershed(pixels: Pixels): (options: WatershedOptions) => Int32Array {
  const grid = gridOf(pixels)
  const heights = sobelMagnitude(toGray(pixels), grid, pixels.shape.length)
  const room = floodRoom(grid)
  return ({ markers, compactness = 0 }) => {
    checkWhole("markers", markers, 1)
    checkAtLeast("compactness", compactness, 0)
    return flood(heights, latticeUnits(grid, markers), grid, compactness, room)
  }
}

/** Units of a regular lattice of about `count` positions, in row-major order. */
function latticeUnits(grid: Grid, count: number): Int32Array {
  const { depth, height, width } = grid
  const [alongZ, alongY, alongX] = regularGrid([depth, height, width], count)
  const found: number[] = []
  for (let z = alongZ.start; z < depth; z += alongZ.step) {
    for (let y = alongY.start; y < height; y += alongY.step) {
      for (let x = alongX.start; x < width; x += alongX.step) found.push((z * height + y) * width + x)
    }
  }
  return Int32Array.from(found)
}
