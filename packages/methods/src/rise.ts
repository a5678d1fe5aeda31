import { average, countUnits, coverage, fromSoftMasks } from "@pami/core"
import type { Method, SoftMasks, UnitGrid } from "@pami/core"
import { random } from "@pami/core/tensor"
import { whole } from "./shared/options.ts"
import type { SampledOptions } from "./shared/options.ts"
import { gridOf } from "./shared/read.ts"

/** Options of {@link rise}. */
export interface RiseOptions extends SampledOptions {
  /** Number of masks, a forward pass each. Default 4000. */
  readonly passes?: number | undefined
  /** Cells of a mask along each axis, at least 1; at most one for each unit. Default 8. */
  readonly cells?: number | undefined
  /** Probability that a cell is preserved, above 0 and at most 1. Default 0.5. */
  readonly keep?: number | undefined
  /**
   * The sum of shares that a unit's sum of scores is divided by: its own, `actual` (default), or that expected of any unit,
   * `expected`, as in the paper. Both have the same limit. Where scores are high, chance makes a unit's own sum differ by more
   * than its importance: at 1,500 masks, maps of two seeds of an image with a mean score of 0.81 correlate by 0.96 and 0.57.
   */
  readonly sum?: (typeof sums)[number] | undefined
}

const sums = ["actual", "expected"] as const

// Masks of the default size take 32 kB.
const masksAtOnce = 100

/**
 * Returns RISE: random cells are preserved, their edges softened by linear interpolation, and the importance of a unit is
 * the sum of the scores, weighted by its shares in the masks, over the sum of its shares (Petsiuk et al., *RISE:
 * randomized input sampling for explanation of black-box models*, 2018, section 3). Needs an input whose units can be mixed
 * with their baseline; works on any number of axes, of the first grid.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const { partitioner, read } = rise({ passes: 200 })
 * const map = read(await explain({ model, input, partitioner }))
 */
export function rise(options: RiseOptions = {}): Method {
  const { passes = 4000, cells = 8, keep = 0.5, seed = 0, sum = "actual" } = options
  whole("passes", passes, 1)
  whole("cells", cells, 1)
  whole("seed", seed, 0)
  if (!(keep > 0 && keep <= 1)) throw new RangeError(`keep is above 0 and at most 1; got ${keep}`)
  if (!sums.includes(sum)) throw new RangeError(`sum is ${sums.join(" or ")}; got ${sum}`)
  const settings = { passes, cells, keep, seed }
  return {
    name: "rise",
    settings: { ...settings, sum },
    partitioner: {
      name: "random soft masks",
      settings,
      total: () => passes,
      planned: () => [Math.ceil(passes / masksAtOnce)],
      *partitions({ grids }) {
        const next = random(seed)
        for (let first = 0; first < passes; first += masksAtOnce) {
          const count = Math.min(masksAtOnce, passes - first)
          const masks = drawMasks(grids[0], count, cells, keep, next)
          yield fromSoftMasks(masks, countUnits(grids), `soft masks ${first + 1} to ${first + count}`)
        }
      },
    },
    read(explanation, target, grid) {
      const mean = average(explanation, target)
      if (sum === "actual") return gridOf(mean, explanation, grid)
      const shares = coverage(explanation)
      const expected = explanation.passes * keep
      return gridOf(
        mean.map((score, unit) => (shares[unit] === 0 ? 0 : (score * shares[unit]) / expected)),
        explanation,
        grid,
      )
    },
  }
}

/**
 * Returns random masks as RISE makes them: cells are enlarged to one cell more than the input along each axis, and the
 * input lies at a random place in that.
 */
function drawMasks(
  { shape: units }: UnitGrid,
  count: number,
  cells: number,
  keep: number,
  next: () => number,
): SoftMasks {
  const axes = units.map((length) => {
    const along = Math.min(cells, length)
    const size = Math.ceil(length / along)
    return { along, size, step: ((along + 1) * size) / along }
  })
  // One more point at each end, since scikit-image mirrors the cells at the border of the enlarged mask.
  const shape = axes.map(({ along }) => along + 2)
  const masks = Array.from({ length: count }, () => {
    let points: number[] = Array.from(
      { length: axes.reduce((product, { along }) => product * along, 1) },
      () => (next() < keep ? 1 : 0),
    )
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const inner = shape.slice(axis + 1).reduce((product, length) => product * length, 1)
      points = mirrored(points, axes[axis].along, inner)
    }
    // The middle of a cell; the first point lies one cell before that of the first cell.
    const origins = axes.map(({ size, step }) => -step / 2 - 0.5 - Math.floor(next() * size))
    return { points, origins }
  })
  return {
    shape,
    shares: Float32Array.from(masks.flatMap(({ points }) => points)),
    origins: Float64Array.from(masks.flatMap(({ origins }) => origins)),
    steps: axes.map(({ step }) => step),
  }
}

/** Returns the points with one more at each end of an axis of `length`, the mirror image of the second. */
function mirrored(points: readonly number[], length: number, inner: number): number[] {
  const second = Math.min(1, length - 1)
  const order = [second, ...Array.from({ length }, (_, i) => i), length - 1 - second]
  const blocks = points.length / (length * inner)
  return Array.from({ length: blocks }, (_, block) =>
    order.flatMap((at) => points.slice((block * length + at) * inner, (block * length + at + 1) * inner)),
  ).flat()
}
