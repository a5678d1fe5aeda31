import { blockUnits, lanes } from "./blocks.ts"
import type { Blocks } from "./blocks.ts"
import { addUnit, sumLength } from "./clusters.ts"
import type { Clusters } from "./clusters.ts"

/** The assignment step of SLIC. */
export interface Assigner {
  /**
   * Returns a buffer of at least the given number of bytes, with any content. The next call can return the same one.
   */
  readonly allocate: (bytes: number) => ArrayBuffer
  /**
   * Assigns each unit to the nearest center that reaches it, and to the first of equally near ones.
   *
   * @returns the number of units that changed their cluster
   */
  readonly assign: (clusters: Clusters, blocks: Blocks) => number
}

/** The largest 32-bit float: below the infinite distance of a center out of reach, so that it never wins. */
const farthest = 3.402_823_466_385_288_6e38

/** Margin for rounding: a center that ties must never be skipped. */
const slack = 1.0001

/**
 * The assigner in TypeScript, one unit at a time. assembly/slic-assign.ts does the same four units at a time. Both
 * round every step to 32 bits in the same order, so their labels are equal to the last bit.
 */
export const assigner: Assigner = { allocate: (bytes) => new ArrayBuffer(bytes), assign }

/** The search for the nearest centers of the units of one block. */
interface Search {
  readonly z: number
  readonly y: number
  readonly x: number
  /** Start of the block's colours. */
  readonly color: number
  readonly nearest: Float32Array
  readonly owners: Int32Array
  /** Contribution of each column of the block to the distance from the current center. */
  readonly columnTerms: Float32Array
}

function assign(clusters: Clusters, blocks: Blocks): number {
  const { count, labels, windows, colors, sums } = clusters
  const { grid, sizes } = blocks
  const [sizeZ, sizeY, sizeX] = sizes
  const nearest = new Float32Array(blockUnits)
  const owners = new Int32Array(blockUnits)
  const columnTerms = new Float32Array(blockUnits)
  const inRow: number[] = []
  let changes = 0
  let block = 0
  for (let z = 0; z < grid.depth; z += sizeZ) {
    for (let y = 0; y < grid.height; y += sizeY) {
      inRow.length = 0
      for (let label = 0; label < count; label++) {
        const w = label * 6
        const meets =
          windows[w] < z + sizeZ && windows[w + 3] > z && windows[w + 1] < y + sizeY && windows[w + 4] > y
        if (meets) inRow.push(label)
      }
      for (let x = 0; x < grid.width; x += sizeX, block++) {
        const start = block * blockUnits
        const search: Search = { z, y, x, color: start * lanes, nearest, owners, columnTerms }
        nearest.fill(farthest)
        owners.set(labels.subarray(start, start + blockUnits))
        // The current centers of two opposite corners come first: they are near, so most others can be skipped.
        const one = owners[0]
        const other = owners[blockUnits - 1]
        let limit = tryCenter(one, search, clusters, sizes)
        if (other !== one) limit = tryCenter(other, search, clusters, sizes)
        for (const label of inRow) {
          if (windows[label * 6 + 2] >= x + sizeX || windows[label * 6 + 5] <= x) continue
          if (label === one || label === other) continue
          if (leastDistance(label, search, block, clusters, sizes) <= limit * slack)
            limit = tryCenter(label, search, clusters, sizes)
        }
        for (let index = 0; index < blockUnits; index++) {
          const from = labels[start + index]
          const to = owners[index]
          if (from === to) continue
          labels[start + index] = to
          const unitZ = z + Math.floor(index / (sizeY * sizeX))
          const unitY = y + (Math.floor(index / sizeX) % sizeY)
          const unitX = x + (index % sizeX)
          if (unitZ >= grid.depth || unitY >= grid.height || unitX >= grid.width) continue
          const color = start * lanes + index
          addUnit(sums, from * sumLength, -1, unitZ, unitY, unitX, colors, color)
          addUnit(sums, to * sumLength, 1, unitZ, unitY, unitX, colors, color)
          changes++
        }
      }
    }
  }
  return changes
}

/** Lets a center compete for the units of a block. Returns the largest distance of a unit to its nearest center. */
function tryCenter(
  label: number,
  { z, y, x, color, nearest, owners, columnTerms }: Search,
  { windows, places, tints, weights, spatial, colors }: Clusters,
  [sizeZ, sizeY, sizeX]: Blocks["sizes"],
): number {
  const w = label * 6
  const centerZ = places[label * 3]
  const centerY = places[label * 3 + 1]
  const centerX = places[label * 3 + 2]
  const c0 = tints[label * lanes]
  const c1 = tints[label * lanes + 1]
  const c2 = tints[label * lanes + 2]
  const c3 = tints[label * lanes + 3]
  const weight = weights[label]
  for (let ix = 0; ix < sizeX; ix++)
    columnTerms[ix] = term(centerX, x, ix, windows[w + 2], windows[w + 5], spatial)
  let most = 0
  let index = 0
  for (let iz = 0; iz < sizeZ; iz++) {
    const depthTerm = term(centerZ, z, iz, windows[w], windows[w + 3], spatial)
    for (let iy = 0; iy < sizeY; iy++) {
      const rise = Math.fround(depthTerm + term(centerY, y, iy, windows[w + 1], windows[w + 4], spatial))
      for (let ix = 0; ix < sizeX; ix++, index++) {
        const p = color + index
        const d0 = Math.fround(colors[p] - c0)
        const d1 = Math.fround(colors[p + blockUnits] - c1)
        const d2 = Math.fround(colors[p + 2 * blockUnits] - c2)
        const d3 = Math.fround(colors[p + 3 * blockUnits] - c3)
        const first = Math.fround(Math.fround(d0 * d0) + Math.fround(d1 * d1))
        const last = Math.fround(Math.fround(d2 * d2) + Math.fround(d3 * d3))
        const unlike = Math.fround(Math.fround(first + last) * weight)
        const distance = Math.fround(Math.fround(rise + columnTerms[ix]) + unlike)
        let least = nearest[index]
        if (distance < least || (distance === least && label < owners[index])) {
          least = distance
          nearest[index] = distance
          owners[index] = label
        }
        if (least > most) most = least
      }
    }
  }
  return most
}

/** Returns the contribution of one axis to a distance, which is infinite outside the window. */
function term(
  center: number,
  from: number,
  step: number,
  start: number,
  end: number,
  spatial: number,
): number {
  if (from + step < start || from + step >= end) return Number.POSITIVE_INFINITY
  const gap = Math.fround(Math.fround(center - from) - step)
  return Math.fround(Math.fround(gap * gap) * spatial)
}

/** Returns a lower bound of the distances of a block's units to a center. */
function leastDistance(
  label: number,
  { z, y, x }: Search,
  block: number,
  { places, tints, weights, bounds, spatial }: Clusters,
  [sizeZ, sizeY, sizeX]: Blocks["sizes"],
): number {
  const dz = gapTo(places[label * 3] - z, 0, sizeZ - 1)
  const dy = gapTo(places[label * 3 + 1] - y, 0, sizeY - 1)
  const dx = gapTo(places[label * 3 + 2] - x, 0, sizeX - 1)
  let unlike = 0
  for (let lane = 0; lane < lanes; lane++) {
    const low = block * 2 * lanes + lane
    const gap = gapTo(tints[label * lanes + lane], bounds[low], bounds[low + lanes])
    unlike += gap * gap
  }
  return (dz * dz + dy * dy + dx * dx) * spatial + unlike * weights[label]
}

/** Returns the distance of a value to an interval. */
function gapTo(value: number, low: number, high: number): number {
  return value < low ? low - value : value > high ? value - high : 0
}
