import type { Grid } from "./image.ts"
import { regularGrid } from "./regular-grid.ts"
import { lanes } from "./slic-blocks.ts"

/** Numbers a center: depth, height, width, then the colour lanes. */
export const features = 3 + lanes

/** Clusters of units, as k-means moves them. */
export interface Clusters {
  readonly count: number
  /** The cluster of each unit, 0…count-1; it may be in pieces, and some may be empty. */
  readonly labels: Int32Array
  /** `[count, features]`; without a number (NaN) where a cluster is empty, so that nothing is near it. */
  readonly centers: Float64Array
  /** Sums over the units of each cluster, `[count, features]`. */
  readonly sums: Float64Array
  /** Units of each cluster. */
  readonly members: Int32Array
  /** Weight of squared colour distances to each center; below 1 only in SLIC-zero. */
  readonly weights: Float64Array
  /** Weight of squared spatial distances. */
  readonly spatial: number
  /** A center is offered to units up to this far along depth, height and width. */
  readonly reach: readonly [number, number, number]
}

/**
 * Clusters after the first round of k-means: the cells of a lattice of about `segments` centers. The first round goes by
 * place alone, as scikit-image's centers start without colour.
 *
 * @param colors `[units, lanes]`
 */
export function startingClusters(colors: Float64Array, grid: Grid, segments: number): Clusters {
  const { depth, height, width } = grid
  const shape = [depth, height, width]
  const lattice = regularGrid(shape, segments)
  const counts = lattice.map(({ start, step }, axis) => Math.ceil((shape[axis] - start) / step))
  const count = counts[0] * counts[1] * counts[2]
  const [cellsZ, cellsY, cellsX] = lattice.map(({ start, step }, axis) =>
    // Halfway between two centers the first one wins.
    Int32Array.from({ length: shape[axis] }, (_, place) =>
      Math.min(Math.max(Math.ceil((place - start) / step - 0.5), 0), counts[axis] - 1),
    ),
  )
  // The reach follows the number of centers that there are, not the number asked for, as in scikit-image.
  const [alongZ, alongY, alongX] = regularGrid(shape, count)
  const clusters: Clusters = {
    count,
    labels: new Int32Array(grid.units),
    centers: new Float64Array(count * features),
    sums: new Float64Array(count * features),
    members: new Int32Array(count),
    weights: new Float64Array(count).fill(1),
    spatial: 1 / Math.max(...lattice.map(({ step }) => step)) ** 2,
    reach: [2 * alongZ.step, 2 * alongY.step, 2 * alongX.step],
  }
  const { labels } = clusters
  let unit = 0
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      const row = (cellsZ[z] * counts[1] + cellsY[y]) * counts[2]
      for (let x = 0; x < width; x++, unit++) labels[unit] = row + cellsX[x]
    }
  }
  moveCenters(clusters, colors, grid)
  return clusters
}

/** Puts every center at the mean of its units. */
export function moveCenters(
  { count, labels, centers, sums, members }: Clusters,
  colors: Float64Array,
  { depth, height, width }: Grid,
): void {
  sums.fill(0)
  members.fill(0)
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      const row = (z * height + y) * width
      const end = row + width
      // Neighbours mostly share their cluster, which is added to once a run.
      for (let unit = row; unit < end; ) {
        const start = unit
        const label = labels[unit]
        let sum0 = 0
        let sum1 = 0
        let sum2 = 0
        let sum3 = 0
        do {
          const p = unit * lanes
          sum0 += colors[p]
          sum1 += colors[p + 1]
          sum2 += colors[p + 2]
          sum3 += colors[p + 3]
          unit++
        } while (unit < end && labels[unit] === label)
        const run = unit - start
        const sum = label * features
        members[label] += run
        sums[sum] += run * z
        sums[sum + 1] += run * y
        sums[sum + 2] += run * ((start + unit - 1) / 2 - row)
        sums[sum + 3] += sum0
        sums[sum + 4] += sum1
        sums[sum + 5] += sum2
        sums[sum + 6] += sum3
      }
    }
  }
  for (let label = 0; label < count; label++) {
    for (let index = label * features; index < (label + 1) * features; index++) {
      centers[index] = sums[index] / members[label]
    }
  }
}

/**
 * SLIC-zero: divides colour distances to a center by the largest one seen in its cluster; that only grows, as in SLICO.
 *
 * @returns whether any weight changed
 */
export function relaxWeights({ centers, labels, weights }: Clusters, colors: Float64Array): boolean {
  let changed = false
  for (let unit = 0; unit < labels.length; unit++) {
    const label = labels[unit]
    const center = label * features + 3
    let distance = 0
    for (let lane = 0; lane < lanes; lane++)
      distance += (colors[unit * lanes + lane] - centers[center + lane]) ** 2
    if (distance * weights[label] > 1 && 1 / distance < weights[label]) {
      weights[label] = 1 / distance
      changed = true
    }
  }
  return changed
}
