import { cubeRoot } from "./elementary.ts"

/** The positions `start`, `start + step`, … along one axis. */
export interface LatticeAxis {
  readonly start: number
  readonly step: number
}

/**
 * Returns a lattice of about `points` positions, spread evenly over a box and as close to cubic as whole steps allow.
 * An axis shorter than the step gets one position, in its middle, and the other axes share the points. The positions
 * are those of scikit-image's `regular_grid`.
 *
 * @param shape units along each axis
 * @param points number of positions requested, at least 1
 * @returns one entry per axis, in the order of `shape`
 */
export function regularLattice(shape: readonly number[], points: number): LatticeAxis[] {
  const axes = shape.length
  const order = shape.map((_, axis) => axis).sort((a, b) => shape[a] - shape[b] || a - b)
  const sorted = order.map((axis) => shape[axis])
  const size = product(sorted)
  if (size <= points) return shape.map(() => ({ start: 0, step: 1 }))
  const steps = sorted.map(() => nthRoot(size / points, axes))
  for (let axis = 0; axis < axes - 1 && sorted.some((length, other) => length < steps[other]); axis++) {
    steps[axis] = sorted[axis]
    steps.fill(nthRoot(product(sorted.slice(axis + 1)) / points, axes - axis - 1), axis + 1)
  }
  const grid: LatticeAxis[] = []
  order.forEach((axis, place) => {
    grid[axis] = { start: Math.floor(steps[place] / 2), step: roundHalfToEven(steps[place]) }
  })
  return grid
}

function nthRoot(value: number, order: number): number {
  if (order < 3) return order === 1 ? value : Math.sqrt(value)
  const root = cubeRoot(value)
  // scikit-image raises to the power of 1/3, which is rounded down: its roots of 64, 125, … are just below 4, 5, …
  return value < 64 ? root : root * (1 - 2 ** -53)
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total * length, 1)
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  if (value - floor !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}
