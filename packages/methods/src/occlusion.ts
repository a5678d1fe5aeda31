import { average, countUnits, everything, fromParts } from "@pami/core"
import type { Input, Method, Part } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { whole } from "./shared/options.ts"
import { gridOf, scoredParts, targetScores } from "./shared/read.ts"
import { difference } from "./shared/runs.ts"

/** Options of {@link occlusion}. Lengths are in units of the first grid. */
export interface OcclusionOptions {
  /**
   * Side of the masked window along every axis, at least 1; an axis that is shorter is masked whole. Default: 64/224 of the
   * shortest axis, and 1 if the units have names, as words and columns have.
   */
  readonly window?: number | undefined
  /** Distance of neighbouring windows, at least 1. Default: a quarter of the window, or as large as `passes` requires. */
  readonly stride?: number | undefined
  /** The largest number of forward passes. Default: one for every window. */
  readonly passes?: number | undefined
}

/**
 * Returns Occlusion: windows of the input are masked one after the other, and the importance of a unit is the mean drop of
 * the score over the windows that mask it (Zeiler and Fergus, *Visualizing and understanding convolutional networks*, 2014,
 * section 4.2; averaged as Captum averages). Works on any number of axes. The last window along an axis ends with the axis.
 *
 * Units that no scored window masks are `NaN`.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const { partitioner, read } = occlusion({ window: 6, stride: 3 })
 * const explanation = await explain({ model, input, partitioner })
 * console.log(explanation.passes) // 49
 * const map = read(explanation)
 */
export function occlusion({ window, stride, passes }: OcclusionOptions = {}): Method {
  if (window !== undefined) whole("window", window, 1)
  if (stride !== undefined) whole("stride", stride, 1)
  if (passes !== undefined) whole("passes", passes, 1)
  const settings = { window: window ?? null, stride: stride ?? null, passes: passes ?? null }
  const plan = (input: Input) => planWindows(input, settings)
  const count = (input: Input) =>
    Math.min(passes ?? Infinity, sizeOf(plan(input).starts.map((of) => of.length)))
  return {
    name: "occlusion",
    settings,
    partitioner: {
      name: "masked windows",
      settings,
      total: count,
      planned: () => [1],
      *partitions(input) {
        const { starts, side } = plan(input)
        const { shape } = input.grids[0]
        const all = everything(countUnits(input.grids))
        const parts = spread(sizeOf(starts.map((of) => of.length)))
          .slice(0, count(input))
          .map((index) => difference(all, box(shape, starts, side, index)))
        yield fromParts(
          parts,
          `all but a window of ${shape.map((length) => Math.min(side, length)).join("x")}`,
        )
      },
    },
    read(explanation, target, grid) {
      const { original } = targetScores(explanation, target)
      const all = everything(countUnits(explanation.grids))
      const windows = scoredParts(explanation).map((parts) =>
        fromParts(parts.map((part) => difference(all, part))),
      )
      const masked = average({ ...explanation, partitions: windows }, target)
      return gridOf(
        masked.map((score) => original - score),
        explanation,
        grid,
      )
    },
  }
}

/** Where windows start along each axis. */
interface Windows {
  readonly side: number
  readonly starts: readonly (readonly number[])[]
}

function planWindows(
  { grids: [{ shape, labels }] }: Input,
  { window, stride, passes }: { window: number | null; stride: number | null; passes: number | null },
): Windows {
  const usual = labels === undefined ? Math.max(1, Math.round((64 / 224) * Math.min(...shape))) : 1
  const side = window ?? usual
  const at = (step: number): Windows => ({
    side,
    starts: shape.map((length) => startsOf(length, side, step)),
  })
  let step = stride ?? Math.max(1, Math.round(side / 4))
  if (stride === null && passes !== null)
    while (step < Math.max(...shape) && sizeOf(at(step).starts.map((of) => of.length)) > passes) step++
  return at(step)
}

function startsOf(length: number, side: number, step: number): number[] {
  const last = Math.max(0, length - side)
  const starts = []
  for (let start = 0; start < last; start += step) starts.push(start)
  return [...starts, last]
}

/** Returns the numbers below `count` in an order of which every prefix is spread evenly. */
function spread(count: number): number[] {
  const golden = (Math.sqrt(5) - 1) / 2
  const keys = Float64Array.from({ length: count }, (_, index) => (index * golden) % 1)
  return Array.from({ length: count }, (_, index) => index).sort((a, b) => keys[a] - keys[b])
}

/** Returns the runs of window number `index`. */
function box(
  shape: readonly number[],
  starts: readonly (readonly number[])[],
  side: number,
  index: number,
): Part {
  let rest = index
  const firsts = starts.toReversed().map((of) => {
    const first = of[rest % of.length]
    rest = Math.floor(rest / of.length)
    return first
  })
  const runs = [0]
  let lines = runs
  for (const [axis, length] of shape.entries()) {
    const first = firsts[shape.length - 1 - axis]
    const reach = Math.min(side, length)
    if (axis === shape.length - 1)
      return Int32Array.from(lines.flatMap((line) => [line * length + first, line * length + first + reach]))
    lines = lines.flatMap((line) => Array.from({ length: reach }, (_, i) => line * length + first + i))
  }
  return Int32Array.from(runs)
}
