import type { Grid } from "../primitives/pixels.ts"

/** Number of colour values per unit: four lanes, unused ones 0, so that one loop serves any number of channels. */
export const lanes = 4

/** Units of a block. Values per unit are stored block by block, so that a block is contiguous in memory. */
export const blockUnits = 64

/**
 * A grid divided into small boxes with known bounds of their colours, so that a center that is too far from a whole
 * box needs no look at its units. Boxes at the far ends extend beyond the grid; units outside repeat the nearest unit
 * inside.
 */
export interface Blocks {
  readonly grid: Grid
  /** Channels of the pixels; the lanes beyond are 0. */
  readonly channels: number
  /** Number of blocks. */
  readonly count: number
  /** Units of a block along depth, height and width. */
  readonly sizes: readonly [number, number, number]
  /**
   * Offsets by depth, by height and by width, outside included: the sum of three is the slot of a unit, its place in
   * block order.
   */
  readonly slots: readonly [Int32Array, Int32Array, Int32Array]
  /** `[blocks, lanes, blockUnits]`. */
  readonly colors: Float32Array
  /** Lowest and highest value of each lane, `[blocks, 2, lanes]`. */
  readonly bounds: Float32Array
}

/**
 * Copies values to blocks.
 *
 * @param values `[units, channels]`
 * @param scale factor that the values are multiplied by
 */
export function toBlocks(values: Float64Array, channels: number, scale: number, grid: Grid): Blocks {
  const lengths = [grid.depth, grid.height, grid.width]
  // The kernel measures four units of a row at once, so no row of a block is shorter.
  const sizes: Blocks["sizes"] = grid.depth > 1 ? [4, 4, 4] : grid.height > 1 ? [1, 8, 8] : [1, 1, 64]
  const counts = lengths.map((length, axis) => Math.ceil(length / sizes[axis]))
  const [slotsZ, slotsY, slotsX] = [counts[1] * counts[2], counts[2], 1].map((blocks, axis) => {
    const inner = sizes.slice(axis + 1).reduce((product, size) => product * size, 1)
    const size = sizes[axis]
    return Int32Array.from(
      { length: counts[axis] * size },
      (_, place) => Math.floor(place / size) * blocks * blockUnits + (place % size) * inner,
    )
  })
  const count = counts[0] * counts[1] * counts[2]
  const colors = new Float32Array(count * blockUnits * lanes)
  for (let z = 0; z < slotsZ.length; z++) {
    for (let y = 0; y < slotsY.length; y++) {
      const row = (Math.min(z, grid.depth - 1) * grid.height + Math.min(y, grid.height - 1)) * grid.width
      for (let x = 0; x < slotsX.length; x++) {
        const unit = row + Math.min(x, grid.width - 1)
        const color = colorIndex(slotsZ[z] + slotsY[y] + slotsX[x])
        for (let channel = 0; channel < channels; channel++) {
          colors[color + channel * blockUnits] = values[unit * channels + channel] * scale
        }
      }
    }
  }
  return {
    grid,
    channels,
    count,
    sizes,
    slots: [slotsZ, slotsY, slotsX],
    colors,
    bounds: findBounds(colors, count),
  }
}

/** Returns the index of the first lane of a unit's colour. The next lanes follow at a distance of `blockUnits`. */
export function colorIndex(slot: number): number {
  return (slot & -blockUnits) * lanes + (slot & (blockUnits - 1))
}

function findBounds(colors: Float32Array, count: number): Float32Array {
  const bounds = new Float32Array(count * 2 * lanes)
  for (let block = 0; block < count; block++) {
    for (let lane = 0; lane < lanes; lane++) {
      const start = (block * lanes + lane) * blockUnits
      let low = colors[start]
      let high = low
      for (let index = start + 1; index < start + blockUnits; index++) {
        const value = colors[index]
        if (value < low) low = value
        if (value > high) high = value
      }
      bounds[block * 2 * lanes + lane] = low
      bounds[(block * 2 + 1) * lanes + lane] = high
    }
  }
  return bounds
}
