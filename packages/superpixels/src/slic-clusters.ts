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
  const { labels, sums, members } = clusters
  let unit = 0
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      const row = (cellsZ[z] * counts[1] + cellsY[y]) * counts[2]
      for (let x = 0; x < width; x++, unit++) {
        const label = row + cellsX[x]
        labels[unit] = label
        members[label]++
        addUnit(sums, label * features, colors, unit * lanes, 1, z, y, x)
      }
    }
  }
  moveCenters(clusters)
  return clusters
}

/** Puts every center at the mean of its units. */
export function moveCenters({ count, centers, sums, members }: Clusters): void {
  for (let label = 0; label < count; label++) {
    for (let index = label * features; index < (label + 1) * features; index++) {
      centers[index] = sums[index] / members[label]
    }
  }
}

/** Adds (`sign` 1) or takes away (`sign` -1) a unit's place and colour. */
export function addUnit(
  sums: Float64Array,
  sum: number,
  colors: Float64Array,
  color: number,
  sign: number,
  z: number,
  y: number,
  x: number,
): void {
  sums[sum] += sign * z
  sums[sum + 1] += sign * y
  sums[sum + 2] += sign * x
  sums[sum + 3] += sign * colors[color]
  sums[sum + 4] += sign * colors[color + 1]
  sums[sum + 5] += sign * colors[color + 2]
  sums[sum + 6] += sign * colors[color + 3]
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
