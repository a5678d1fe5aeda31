import type { Partition } from "../contracts/partition.ts"
import type { Partitioner } from "../contracts/partitioner.ts"
import { atLeastOne } from "./at-least-one.ts"
import { fromParts } from "./parts.ts"
import { interleave, powerOfTwo } from "./lattice.ts"

/** Options of {@link grid}. Lengths are in units of the grid. */
export interface GridOptions {
  /** Side of a cell, at least 1. Default: 80/224 of the shortest axis, as wide as the paper's window. */
  size?: number
  /**
   * Distance of the grid between partitions, at least 1. Default: an eighth of `size`, or as large as `passes` allows.
   */
  shift?: number
  /** Without a `shift`: chooses the largest shift with at least this many cells. */
  passes?: number
}

/**
 * Returns a partitioner that moves a grid of square cells step by step along every axis. Each position is a partition in
 * which every unit lies in exactly one cell. Cells are clipped at the border. Works on any number of axes.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * const explanation = await explain({ model, input, partitioner: grid({ size: 4, shift: 2 }) })
 * console.log(explanation.partitions[0].name) // grid of 4x4 cells
 */
export function grid(options: GridOptions = {}): Partitioner {
  return {
    name: "grid",
    settings: { size: options.size ?? null, shift: options.shift ?? null, passes: options.passes ?? null },
    total: ({ grids: [{ shape }] }) => countCells(plan(shape, options)),
    planned: ({ grids: [{ shape }] }) => [plan(shape, options).perAxis ** shape.length],
    *partitions({ grids: [{ shape }] }) {
      const { side, distance, perAxis } = plan(shape, options)
      // Far-apart positions first.
      for (const offset of interleave(shape.length, powerOfTwo(perAxis)))
        if (offset.every((o) => o < perAxis))
          yield cells(
            shape,
            shape.map((length, axis) => borders(length, side, offset[axis] * distance)),
          )
    },
  }
}

/** Positions of the grid, `distance` apart: `perAxis` along every axis. */
interface Plan {
  readonly units: readonly number[]
  readonly side: number
  readonly distance: number
  readonly perAxis: number
}

function plan(units: readonly number[], { size, shift, passes }: GridOptions): Plan {
  const side = atLeastOne("size", size ?? Math.max(1, Math.round((80 / 224) * Math.min(...units))))
  // A grid moved farther than the input reaches has no border inside it.
  const reach = Math.min(side, Math.max(...units))
  const at = (distance: number): Plan => ({
    units,
    side,
    distance,
    perAxis: Math.max(1, Math.ceil(reach / distance)),
  })
  if (shift !== undefined || passes === undefined)
    return at(atLeastOne("shift", shift ?? Math.max(1, side / 8)))
  let found = at(reach)
  while (found.distance > 1 && countCells(found) < passes) found = at(found.distance - 1)
  return found
}

/** Returns the number of cells of all positions: every position on one axis combines with every one on the others. */
function countCells({ units, side, distance, perAxis }: Plan): number {
  return units.reduce((product, length) => {
    let sum = 0
    for (let o = 0; o < perAxis; o++) sum += borders(length, side, o * distance).length - 1
    return product * sum
  }, 1)
}

function borders(length: number, side: number, offset: number): number[] {
  // A set: a cut may round to a border.
  const cuts = new Set([0])
  for (let at = offset; at < length; at += side) cuts.add(Math.round(at))
  return [...cuts.add(length)]
}

function cells(shape: readonly number[], cuts: readonly number[][]): Partition {
  const counts = cuts.map((axis) => axis.length - 1)
  const size = counts.reduce((product, n) => product * n, 1)
  const parts = Array.from({ length: size }, (_, index) => {
    let rest = index
    const box: [number, number][] = []
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const at = rest % counts[axis]
      rest = Math.floor(rest / counts[axis])
      box[axis] = [cuts[axis][at], cuts[axis][at + 1]]
    }
    return boxRuns(shape, box)
  })
  return fromParts(parts, `grid of ${counts.join("x")} cells`)
}

/** Returns the runs of a box, `[start, end)` on every axis: one for each row. */
function boxRuns(shape: readonly number[], box: readonly [number, number][]): Int32Array {
  let starts = [0]
  for (const [axis, [from, to]] of box.slice(0, -1).entries()) {
    starts = starts.flatMap((base) =>
      Array.from({ length: to - from }, (_, i) => (base + from + i) * shape[axis + 1]),
    )
  }
  const [from, to] = box[box.length - 1]
  return Int32Array.from(starts.flatMap((base) => [base + from, base + to]))
}
