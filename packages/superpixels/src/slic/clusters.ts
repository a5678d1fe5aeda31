import { blockUnits, colorIndex, lanes } from "./blocks.ts"
import type { Blocks } from "./blocks.ts"

/** Sums per cluster: the number of units, their depths, heights and widths, then the colour lanes. */
export const sumLength = 4 + lanes

/** The state of k-means, in one buffer, so that a WebAssembly kernel can work on it. */
export interface Clusters {
  readonly count: number
  /** Weight of squared spatial distances. */
  readonly spatial: number
  /** Distance along depth, height and width up to which a center competes for units. */
  readonly reach: readonly [number, number, number]
  /** Sums over the units of each cluster, `[count, sumLength]`. */
  readonly sums: Float64Array
  /** Depth, height and width of each center, `[count, 3]`. */
  readonly places: Float64Array
  /** Colour of each center, `[count, lanes]`. */
  readonly tints: Float32Array
  /** Weight of squared colour distances to each center; below 1 in SLIC-zero only. */
  readonly weights: Float32Array
  /** Window in which each center competes: start depth, height and width, then the exclusive ends, `[count, 6]`. */
  readonly windows: Int32Array
  /** Cluster of each unit, block by block; clusters can be disconnected or empty. */
  readonly labels: Int32Array
  /** The colours and bounds of {@link Blocks}. */
  readonly colors: Float32Array
  readonly bounds: Float32Array
  /** Working memory for one block: four numbers per unit, then eight per cluster. */
  readonly scratch: Int32Array
}

/** Moves each center to the mean of its units. A center without units gets an empty window. */
export function moveCenters({ count, sums, places, tints, windows, reach }: Clusters): void {
  for (let label = 0; label < count; label++) {
    const sum = label * sumLength
    const members = sums[sum]
    for (let axis = 0; axis < 3; axis++) {
      const place = sums[sum + 1 + axis] / members
      places[label * 3 + axis] = place
      windows[label * 6 + axis] = members > 0 ? Math.floor(place - reach[axis]) : 0
      windows[label * 6 + 3 + axis] = members > 0 ? Math.floor(place + reach[axis] + 1) : 0
    }
    for (let lane = 0; lane < lanes; lane++) tints[label * lanes + lane] = sums[sum + 4 + lane] / members
  }
}

/** Adds (`sign` 1) or subtracts (`sign` -1) the position and colour of a unit. */
export function addUnit(
  sums: Float64Array,
  sum: number,
  sign: number,
  z: number,
  y: number,
  x: number,
  colors: Float32Array,
  color: number,
): void {
  sums[sum] += sign
  sums[sum + 1] += sign * z
  sums[sum + 2] += sign * y
  sums[sum + 3] += sign * x
  sums[sum + 4] += sign * colors[color]
  sums[sum + 5] += sign * colors[color + blockUnits]
  sums[sum + 6] += sign * colors[color + 2 * blockUnits]
  sums[sum + 7] += sign * colors[color + 3 * blockUnits]
}

/**
 * Weights colour distances to each center by the inverse of the largest one seen in its cluster, which only grows, as
 * in SLIC-zero.
 *
 * @returns whether any weight changed
 */
export function relaxWeights({ labels, colors, tints, weights }: Clusters, { grid, slots }: Blocks): boolean {
  const [slotsZ, slotsY, slotsX] = slots
  let changed = false
  for (let z = 0; z < grid.depth; z++) {
    for (let y = 0; y < grid.height; y++) {
      for (let x = 0; x < grid.width; x++) {
        const slot = slotsZ[z] + slotsY[y] + slotsX[x]
        const label = labels[slot]
        const color = colorIndex(slot)
        let distance = 0
        for (let lane = 0; lane < lanes; lane++) {
          const gap = colors[color + lane * blockUnits] - tints[label * lanes + lane]
          distance += gap * gap
        }
        const weight = Math.fround(1 / distance)
        if (weight < weights[label]) {
          weights[label] = weight
          changed = true
        }
      }
    }
  }
  return changed
}

/** Returns the cluster of each unit, row-major. */
export function toLabels({ labels }: Clusters, { grid, slots, sizes }: Blocks): Int32Array {
  const [slotsZ, slotsY, slotsX] = slots
  const along = sizes[2]
  const found = new Int32Array(grid.units)
  let unit = 0
  for (let z = 0; z < grid.depth; z++) {
    for (let y = 0; y < grid.height; y++) {
      for (let x = 0; x < grid.width; x += along) {
        const start = slotsZ[z] + slotsY[y] + slotsX[x]
        const end = start + Math.min(along, grid.width - x)
        for (let slot = start; slot < end; slot++) found[unit++] = labels[slot]
      }
    }
  }
  return found
}
