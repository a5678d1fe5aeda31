import type { Grid } from "./image.ts"

/** Values a unit in the colours that clustering reads: four lanes, unused ones 0, so that one loop serves all channels. */
export const lanes = 4

/** A grid cut into small boxes whose colours are bounded, so that centers too far away are refused a box at a time. */
export interface Blocks {
  /** How many there are. */
  readonly count: number
  /** Blocks along height and width. */
  readonly rows: number
  readonly columns: number
  /** Base-2 logarithm of the units of a block along depth, height and width; blocks at the far ends may be smaller. */
  readonly shifts: readonly [number, number, number]
  /** First unit along depth, height and width, then the one after the last along each, `[blocks, 6]`. */
  readonly boxes: Int32Array
  /** Lowest then highest value of each lane, `[blocks, 2, lanes]`. */
  readonly bounds: Float64Array
}

/** @param colors `[units, lanes]` */
export function blocksOf(colors: Float64Array, grid: Grid): Blocks {
  const { depth, height, width } = grid
  const shifts = depth > 1 ? ([2, 2, 2] as const) : height > 1 ? ([0, 3, 3] as const) : ([0, 0, 6] as const)
  const [sizeZ, sizeY, sizeX] = shifts.map((shift) => 1 << shift)
  const rows = Math.ceil(height / sizeY)
  const columns = Math.ceil(width / sizeX)
  const count = Math.ceil(depth / sizeZ) * rows * columns
  const boxes = new Int32Array(count * 6)
  const bounds = new Float64Array(count * 2 * lanes)
  let block = 0
  for (let z = 0; z < depth; z += sizeZ) {
    for (let y = 0; y < height; y += sizeY) {
      for (let x = 0; x < width; x += sizeX, block++) {
        const ends = [Math.min(z + sizeZ, depth), Math.min(y + sizeY, height), Math.min(x + sizeX, width)]
        boxes.set([z, y, x, ...ends], block * 6)
        bound(bounds, block * 2 * lanes, colors, boxes.subarray(block * 6, block * 6 + 6), grid)
      }
    }
  }
  return { count, rows, columns, shifts, boxes, bounds }
}

function bound(bounds: Float64Array, low: number, colors: Float64Array, box: Int32Array, grid: Grid): void {
  bounds.fill(Number.POSITIVE_INFINITY, low, low + lanes)
  bounds.fill(Number.NEGATIVE_INFINITY, low + lanes, low + 2 * lanes)
  for (let z = box[0]; z < box[3]; z++) {
    for (let y = box[1]; y < box[4]; y++) {
      const row = (z * grid.height + y) * grid.width
      for (let index = (row + box[2]) * lanes; index < (row + box[5]) * lanes; index++) {
        const lane = low + (index % lanes)
        const value = colors[index]
        if (value < bounds[lane]) bounds[lane] = value
        if (value > bounds[lane + lanes]) bounds[lane + lanes] = value
      }
    }
  }
}
