import type { Part, Partitioner } from "./contracts.ts"
import { interleave } from "./lattice.ts"

/** Options of {@link slidingWindow}. Lengths are in units of the grid: pixels, time steps, voxels. */
export interface SlidingWindowOptions {
  /** `circle`: an interval in 1-D, a disc in 2-D, a ball in 3-D. `square`: an interval, a square, a cube. Default `circle`. */
  shape?: "circle" | "square"
  /** Reach from the centre, at least 1. Default: 40/224 of the shortest axis, the paper's 40 px at 224x224. */
  radius?: number
  /** Distance between neighbouring windows, at least 1. Default: 6/224 of the shortest axis, or what `passes` asks. */
  stride?: number
  /** Without a `stride`: the largest stride that gives at least this many windows is taken. */
  passes?: number
  /**
   * `corrected` centres the lattice on the input; `authors` puts the centres where the authors' code does:
   * columns at 0, 6, 12 ..., rows at H - 2, H - 8, H - 14 .... Default `corrected`.
   */
  mode?: "corrected" | "authors"
}

/**
 * Windows on a lattice (paper, section 3.2; the authors' 1,444 circles of radius 40 at stride 6 on 224x224).
 * The lattice is cut into sub-lattices; the first covers the input, each later one refines, so that any prefix
 * of the sweep is a valid, coarser map. Each sub-lattice is a partition in which parts may overlap.
 *
 * Works on grids of one, two and three axes. Windows are clipped at the border.
 *
 * @throws RangeError on options out of range, more than three axes, or a stride so long that units lie in no window
 */
export function slidingWindow(options: SlidingWindowOptions = {}): Partitioner {
  const { shape = "circle", mode = "corrected" } = options
  const plan = (units: readonly number[]) => planWindows(units, options)
  return {
    name: "sliding-window",
    settings: {
      shape,
      mode,
      radius: options.radius ?? null,
      stride: options.stride ?? null,
      passes: options.passes ?? null,
    },
    total: ({ units }) => plan(units).centres.reduce((product, axis) => product * axis.length, 1),
    *partitions({ units }) {
      const { radius, stride, centres } = plan(units)
      const inside = shape === "circle" ? radius * radius : null
      const spacing = widestStride(shape, radius, units.length)
      let step = 1
      // One stride more: on the far border up to half a step and half a stride are left over.
      while ((step * 2 + 1) * stride <= spacing) step *= 2
      const offsets = interleave(units.length, step)
      for (const [number, offset] of offsets.entries()) {
        const chosen = centres.map((axis, a) => {
          // What the first sub-lattice leaves over at the borders is shared by both.
          const centred = Math.floor(((axis.length - 1) % step) / 2)
          return axis.filter((_, i) => i % step === (offset[a] + centred) % step)
        })
        const partition = windows(units, chosen, radius, inside)
        const name = `${shape === "circle" ? "circles" : "squares"} of radius ${radius}, lattice ${number + 1} of ${offsets.length}`
        if (partition.size > 0) yield { name, ...partition }
      }
    },
  }
}

/** Radius, stride and centres (one list an axis) that the options mean on this grid. */
export function planWindows(
  units: readonly number[],
  { shape = "circle", radius, stride, passes, mode = "corrected" }: SlidingWindowOptions,
): { radius: number; stride: number; centres: number[][] } {
  if (units.length < 1 || units.length > 3)
    throw new RangeError(
      `slidingWindow works on 1, 2 or 3 axes; this input has ${units.length} (${units.join("x")})`,
    )
  const shortest = Math.min(...units)
  const reach = radius ?? Math.max(1, Math.round((40 / 224) * shortest))
  let gap = stride ?? Math.max(1, Math.round((6 / 224) * shortest))
  if (!(reach >= 1)) throw new RangeError(`radius is at least 1; got ${reach}`)
  const widest = widestStride(shape, reach, units.length)
  if (!(gap >= 1)) throw new RangeError(`stride is at least 1; got ${gap}`)
  const count = (distance: number) => units.reduce((n, length) => n * Math.ceil(length / distance), 1)
  if (stride === undefined && passes !== undefined) {
    gap = Math.max(1, Math.floor(widest))
    while (gap > 1 && count(gap) < passes) gap--
  }
  if (gap > widest)
    throw new RangeError(
      `windows of radius ${reach} at stride ${gap} leave units uncovered; use a stride of at most ${Math.floor(widest)}`,
    )
  const centres = units.map((length, axis) => {
    if (mode === "authors") {
      // Their columns start at 0; their rows are flipped and start at 1 from the bottom.
      const isColumn = axis === units.length - 1
      return isColumn ? lattice(0, gap, length) : lattice(1, gap, length).map((row) => length - 1 - row)
    }
    const n = Math.ceil(length / gap)
    return Array.from({ length: n }, (_, i) => (length - 1) / 2 + gap * (i - (n - 1) / 2))
  })
  return { radius: reach, stride: gap, centres }
}

/** The longest stride at which windows leave no gap: that of the cube that fits into the window. */
function widestStride(shape: "circle" | "square", radius: number, axes: number): number {
  return shape === "circle" ? Math.max(1, (2 * radius) / Math.sqrt(axes)) : 2 * radius + 1
}

function lattice(first: number, gap: number, end: number): number[] {
  const points: number[] = []
  for (let point = first; point < end; point += gap) points.push(point)
  return points
}

/** Windows around every combination of centres; a window is computed when it is asked for, none is stored. */
function windows(
  units: readonly number[],
  centres: readonly number[][],
  radius: number,
  inside: number | null,
): { size: number; part(index: number): Part } {
  // Missing leading axes are axes of length one: a signal is a volume of one row.
  const [depth, height, width] = [1, 1, ...units].slice(-3)
  const [zs, ys, xs] = [[0], [0], ...centres].slice(-3)
  // The widest window has a run for every row that it meets.
  const rows = Math.min(depth, 2 * Math.ceil(radius) + 1) * Math.min(height, 2 * Math.ceil(radius) + 1)
  const scratch = new Int32Array(2 * rows)
  return {
    size: zs.length * ys.length * xs.length,
    part(index) {
      const x = xs[index % xs.length]
      const y = ys[Math.floor(index / xs.length) % ys.length]
      const z = zs[Math.floor(index / (xs.length * ys.length))]
      let used = 0
      for (
        let k = Math.max(0, Math.ceil(z - radius));
        k <= Math.min(depth - 1, Math.floor(z + radius));
        k++
      ) {
        for (
          let j = Math.max(0, Math.ceil(y - radius));
          j <= Math.min(height - 1, Math.floor(y + radius));
          j++
        ) {
          const left = inside === null ? radius * radius : inside - (k - z) ** 2 - (j - y) ** 2
          if (left < 0) continue
          const half = Math.sqrt(left)
          const start = Math.max(0, Math.ceil(x - half))
          const end = Math.min(width - 1, Math.floor(x + half)) + 1
          if (start >= end) continue
          const row = (k * height + j) * width
          scratch[used++] = row + start
          scratch[used++] = row + end
        }
      }
      return scratch.slice(0, used)
    },
  }
}
