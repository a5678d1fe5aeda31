import type { Part } from "../contracts/partition.ts"
import type { Partitioner } from "../contracts/partitioner.ts"
import { centred, countPoints, sublattices } from "./lattice.ts"
import type { Lattice } from "./lattice.ts"
import { fromParts } from "./parts.ts"
import { atLeastOne } from "./at-least-one.ts"
import { sizeOf } from "../tensors/shape.ts"

/** Options of {@link slidingWindow}. Lengths are in units of the grid: pixels, time steps, voxels. */
export interface SlidingWindowOptions {
  /** `circle`: an interval in 1-D, a disc in 2-D, a ball in 3-D. `square`: an interval, a square, a cube. Default `circle`. */
  shape?: "circle" | "square"
  /** Reach from the centre, at least 1. Default: 40/224 of the shortest axis, the paper's 40 px at 224x224. */
  radius?: number
  /** Distance between neighbouring windows, at least 1. Default: 6/224 of the shortest axis, or as `passes` requires. */
  stride?: number
  /**
   * Without a `stride`: sweeps the coarsest lattice that covers the input, then one dense enough for at least this many
   * windows in all, so that a sweep of as many passes is spread evenly. At most one window for each unit. Ignored with
   * `authors`.
   */
  passes?: number
  /**
   * `corrected` centres the lattice on the input; `authors` uses the centres of the authors' code: columns at 0, 6, 12,
   * ..., rows at H - 2, H - 8, H - 14, .... Default `corrected`.
   */
  mode?: "corrected" | "authors"
}

/**
 * Returns a partitioner of windows on a lattice (paper, section 3.2: 1,444 circles of radius 40 at stride 6 on 224x224).
 * The first sub-lattice covers the input, each later one refines it, so that any prefix of the sweep gives a valid, coarser
 * map. Each sub-lattice is a partition with overlapping parts.
 *
 * Works on grids of one, two and three axes. Windows are clipped at the border.
 *
 * @throws RangeError for options out of range, more than three axes, or a stride so long that units lie in no window
 *
 * @example
 * const partitioner = slidingWindow({ shape: "square", radius: 3, passes: 100 })
 * const { passes } = await explain({ model, input, partitioner })
 */
export function slidingWindow(options: SlidingWindowOptions = {}): Partitioner {
  const { shape = "circle", radius, stride, passes, mode = "corrected" } = options

  /** Returns the reach of the windows on a grid, and the sub-lattices of their centres, one for each partition. */
  const plan = (units: readonly number[]) => {
    if (units.length < 1 || units.length > 3)
      throw new RangeError(`slidingWindow works on 1, 2 or 3 axes; got ${units.length} (${units.join("x")})`)
    const scaled = (pixels: number) => Math.max(1, Math.round((pixels / 224) * Math.min(...units)))
    const reach = atLeastOne("radius", radius ?? scaled(40))
    // Windows leave no gap if the cube inscribed in each reaches the next.
    const widest = shape === "circle" ? (2 * reach) / Math.sqrt(units.length) : 2 * reach
    const gap = atLeastOne("stride", stride ?? scaled(6))
    const lattices =
      stride === undefined && passes !== undefined && mode === "corrected"
        ? latticesFor(passes, units, widest)
        : [latticeOf(units, gap, widest, mode)]
    return { reach, partitions: lattices.flatMap((lattice) => [...sublattices(lattice)]) }
  }

  return {
    name: "sliding-window",
    settings: { shape, mode, radius: radius ?? null, stride: stride ?? null, passes: passes ?? null },
    total: ({ grids: [grid] }) =>
      plan(grid.shape).partitions.reduce((sum, centres) => sum + countPoints(centres), 0),
    planned: ({ grids: [grid] }) => [plan(grid.shape).partitions.length],
    *partitions({ grids: [grid] }) {
      const { reach, partitions } = plan(grid.shape)
      for (const [index, centres] of partitions.entries()) {
        const name = `${shape}s of radius ${reach}, lattice ${index + 1} of ${partitions.length}`
        yield fromParts(windows(grid.shape, centres, reach, shape), name)
      }
    },
  }
}

/** Returns the lattice of points `gap` apart. */
function latticeOf(
  units: readonly number[],
  gap: number,
  widest: number,
  mode: SlidingWindowOptions["mode"],
): Lattice {
  if (gap > widest)
    throw new RangeError(
      `windows of this radius leave no gap at a stride of at most ${Math.floor(widest)}; got ${gap}`,
    )
  const centres = units.map((length, axis) => {
    if (mode === "corrected") return centred(length, Math.ceil(length / gap), gap)
    // The authors' columns start at 0; their rows are flipped and start at 1 from the bottom.
    const points = (first: number) =>
      Array.from({ length: Math.ceil((length - first) / gap) }, (_, i) => first + i * gap)
    return axis === units.length - 1 ? points(0) : points(1).map((row) => length - 1 - row)
  })
  let step = 1
  // One stride more: up to half a step and half a stride remain at the far border. A step needs no more points than the
  // longest axis has.
  const longest = Math.max(...centres.map((axis) => axis.length))
  while (step < longest && (step * 2 + 1) * gap <= widest) step *= 2
  return { centres, step }
}

/** Returns the coarsest lattice that covers the grid, then one 2, 4, 8 ... times as dense: together at least `passes` windows. */
function latticesFor(passes: number, units: readonly number[], widest: number): Lattice[] {
  const counts = units.map((length) => Math.ceil(length / widest))
  const evenly = (step: number): Lattice => ({
    centres: units.map((length, axis) => {
      const count = Math.min(length, counts[axis] * step)
      return centred(length, count, length / count)
    }),
    step,
  })
  const coarse = evenly(1)
  const [first, most] = [countPoints(coarse.centres), sizeOf(units)]
  if (first >= passes || first === most) return [coarse]
  let fine = evenly(2)
  while (countPoints(fine.centres) < Math.min(passes - first, most)) fine = evenly(fine.step * 2)
  return [coarse, fine]
}

/** Returns the windows around every combination of centres. */
function windows(
  units: readonly number[],
  centres: readonly number[][],
  radius: number,
  shape: "circle" | "square",
): Part[] {
  // Missing leading axes are axes of length one: a signal is a volume of one row.
  const [depth, height, width] = [1, 1, ...units].slice(-3)
  const [zs, ys, xs] = [[0], [0], ...centres].slice(-3)
  /** Returns the first and last position of an axis that a window reaches. */
  const reached = (centre: number, reach: number, length: number) => [
    Math.max(0, Math.ceil(centre - reach)),
    Math.min(length - 1, Math.floor(centre + reach)),
  ]
  return zs.flatMap((z) =>
    ys.flatMap((y) => {
      // The first unit of each row that the windows of this line meet, and their reach in that row.
      const [firsts, reaches]: number[][] = [[], []]
      const [front, back] = reached(z, radius, depth)
      const [top, bottom] = reached(y, radius, height)
      for (let k = front; k <= back; k++)
        for (let j = top; j <= bottom; j++) {
          const left = radius * radius - (shape === "circle" ? (k - z) * (k - z) + (j - y) * (j - y) : 0)
          if (left < 0) continue
          firsts.push((k * height + j) * width)
          reaches.push(Math.sqrt(left))
        }
      const scratch = new Int32Array(2 * firsts.length)
      return xs.map((x) => {
        let used = 0
        for (let i = 0; i < firsts.length; i++) {
          const start = Math.max(0, Math.ceil(x - reaches[i]))
          const end = Math.min(width - 1, Math.floor(x + reaches[i])) + 1
          if (start >= end) continue
          scratch[used++] = firsts[i] + start
          scratch[used++] = firsts[i] + end
        }
        return scratch.slice(0, used)
      })
    }),
  )
}
