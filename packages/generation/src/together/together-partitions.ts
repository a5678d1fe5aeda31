import { countParts, countUnits, type Explanation, fromParts, type Input, type Part } from "@pami/core"
import { type Partition, type Partitioner, partOf, relay, type Scored, type UnitGrid } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { generationError } from "../codes.ts"
import { gridNamed, onlyGrid } from "./only-grid.ts"
import { joinRuns } from "./runs.ts"
import type { JointInput } from "./together.ts"
import { firstVariant } from "./variants.ts"

/** Options of {@link togetherPartitions}. */
export interface TogetherPartitionsOptions {
  /**
   * What a part of one grid does with the units of the others. Default `preserved`: what a part of the picture says is said in
   * answer to the whole question. `masked` is the rule of the paper over all units: a part of one grid, and nothing else.
   */
  readonly others?: "preserved" | "masked"
}

/**
 * Returns a partitioner of an input of several grids: each is cut by its own partitioner, and all in one sweep, in turns, so
 * that any prefix of it covers every grid. A grid without a partitioner is never cut.
 *
 * While a part of one grid is preserved and the rest of that grid masked, the other grids are preserved: a picture without its
 * question has no answer to explain, nor has a question without its picture. {@link onlyGrid} gives the explanation of each
 * grid, from the scores of its own parts.
 *
 * @param partitioners by the name of the grid
 * @throws RangeError for a grid that the input does not have, or without a partitioner
 *
 * @example
 * const partitioner = togetherPartitions({ image: pixels, question: words })
 * console.log(partitioner.total(together(picture, question))) // 6
 */
export function togetherPartitions(
  partitioners: Readonly<Record<string, Partitioner>>,
  { others = "preserved" }: TogetherPartitionsOptions = {},
): Partitioner {
  const named = Object.entries(partitioners)
  if (named.length === 0) throw new RangeError("togetherPartitions needs a partitioner for at least one grid")
  const views = (input: Input) =>
    named.map(([grid, partitioner]) => ({ partitioner, ...viewOf(input, grid) }))
  const planned = named.every(([, partitioner]) => partitioner.planned !== undefined)
  return {
    name: "together",
    settings: {
      others,
      grids: Object.fromEntries(named.map(([grid, { name, settings }]) => [grid, { name, settings }])),
    },
    total: (input) =>
      views(input).reduce<number | null>((sum, { partitioner, view }) => {
        const own = partitioner.total(view)
        return sum === null || own === null ? null : sum + own
      }, 0),
    ...(planned && {
      planned: (input: Input) =>
        views(input)
          .map(({ partitioner, view }) => partitioner.planned!(view))
          .reduce((all, own) =>
            Array.from({ length: Math.max(all.length, own.length) }, (_, k) => (all[k] ?? 0) + (own[k] ?? 0)),
          ),
    }),
    async *partitions(input, signal) {
      const turns = views(input).map(({ partitioner, view, grid, variants }) => ({
        done: 0,
        total: partitioner.total(view) ?? Infinity,
        steps: relay(partitioner.partitions(view, signal), {
          change: (partition) => widen(partition, input, grid, { others, variants }),
          view: (scored) => async () => narrow(await scored(), grid.name, view, variants),
        }),
      }))
      let scored: Scored | undefined
      const waiting = new Set(turns)
      try {
        while (waiting.size > 0) {
          // The grid of which the smallest share has been cut; those of unknown numbers in turns.
          const [turn] = [...waiting].sort((a, b) => shareOf(a) - shareOf(b) || a.done - b.done)
          const step = await turn.steps.next(scored as Scored)
          if (step.done) {
            waiting.delete(turn)
            continue
          }
          turn.done += countParts(step.value)
          scored = yield step.value
        }
      } finally {
        for (const { steps } of turns) await steps.return(undefined)
      }
    },
  }
}

function shareOf({ done, total }: { readonly done: number; readonly total: number }): number {
  return total === Infinity ? 0 : done / total
}

/** An input as the partitioner of one grid sees it. */
interface View {
  readonly view: Input
  readonly grid: UnitGrid
  /** Number of variants before those of the view. */
  readonly variants: number
}

function viewOf(input: Input, name: string): View {
  const grid = gridNamed(input.grids, name)
  const { inputs = [input] } = input as Partial<JointInput>
  const index = inputs.findIndex(({ grids }) => grids.some((own) => own.name === name))
  const owner = inputs[index]
  const own = gridNamed(owner.grids, name)
  const isAlone = owner.grids.length === 1
  const view = isAlone ? owner : { ...owner, grids: [{ ...own, start: 0 }] as const }
  return { view, grid, variants: firstVariant(inputs, index) }
}

/** Returns a partition of one grid as one of all units. */
function widen(
  partition: Partition,
  input: Input,
  { name, start, shape }: UnitGrid,
  { others, variants }: { others: "preserved" | "masked"; variants: number },
): Partition {
  const units = countUnits(input.grids)
  const end = start + sizeOf(shape)
  if (partition.soft !== undefined && (start > 0 || others === "masked"))
    throw generationError(
      "PARTITION_UNSUITABLE",
      `soft masks lie over the first grid, and preserve the others; "${name}" ${start > 0 ? "is another" : "masks them"}. Use another method for it.`,
    )
  const parts = Array.from({ length: countParts(partition) }, (_, k): Part => {
    const own = partOf(partition, k).map((unit) => unit + start)
    if (partition.soft !== undefined) return Int32Array.of(0, units)
    return others === "masked" ? own : joinRuns([0, start], own, [end, units])
  })
  const { runs, offsets } = fromParts(parts)
  return {
    ...partition,
    runs,
    offsets,
    name: `${name}: ${partition.name}`,
    ...(partition.variant && { variant: partition.variant + variants }),
  }
}

/** Returns the explanation so far as the partitioner of one grid sees it. */
function narrow(explanation: Explanation, grid: string, view: Input, variants: number): Explanation {
  const own = onlyGrid(explanation, grid)
  return {
    ...own,
    variants: [own.variants[0], ...(view.variants ?? [])],
    partitions: own.partitions.map((partition) => ({
      ...partition,
      name: partition.name.slice(grid.length + 2),
      ...(partition.variant && { variant: partition.variant - variants }),
    })),
  }
}
