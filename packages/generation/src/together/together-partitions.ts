import { countParts, countUnits, type Explanation, type Input, type Partition } from "@pami/core"
import { type Partitioner, relay, type Scored, type UnitGrid } from "@pami/core"
import { generationError } from "../codes.ts"
import { gridNamed, onlyGrid } from "./only-grid.ts"
import type { JointInput } from "./together.ts"
import { type JointVariant, jointVariants } from "./variants.ts"

/** Options of {@link togetherPartitions}. */
export interface TogetherPartitionsOptions {
  /**
   * The units of the other grids while a part of one is shown. Default `kept`: a part of the image answers the whole
   * question. `masked` is the rule of the paper over all units: a part of one grid, and nothing else.
   */
  readonly others?: "kept" | "masked"
}

/**
 * Returns a partitioner of an input of several grids: each is cut by its partitioner, and all in one sweep, in turns, so
 * that any prefix of it covers every grid. A grid without a partitioner is never cut.
 *
 * While a part of one grid is preserved and the rest of that grid masked, the other grids are whole: an image without its
 * question has no answer to explain, nor has a question without its image. `average` then gives the maps of all grids,
 * each from the scores of its parts. Read other methods by `togetherMethod`.
 *
 * @param partitioners by the name of the grid
 * @throws RangeError for a grid that the input does not have, without a partitioner, or for an input that `together` did not make
 *
 * @example
 * const partitioner = togetherPartitions({ image: pixels, question: words })
 * console.log(partitioner.total(together(photo, question))) // 6
 */
export function togetherPartitions(
  partitioners: Readonly<Record<string, Partitioner>>,
  { others = "kept" }: TogetherPartitionsOptions = {},
): Partitioner {
  const named = Object.entries(partitioners)
  if (named.length === 0) throw new RangeError("togetherPartitions needs a partitioner for at least one grid")
  const views = (input: Input) =>
    named.map(([grid, partitioner]) => ({ partitioner, ...viewOf(input, grid, others) }))
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
      const turns = views(input).map((one) => ({
        done: 0,
        total: one.partitioner.total(one.view) ?? Infinity,
        steps: relay(one.partitioner.partitions(one.view, signal), {
          change: (partition) => widen(partition, one, input),
          view: (scored) => async () => narrow(await scored(), one),
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
  /** The variants of the whole. */
  readonly variants: readonly JointVariant[]
  /** Returns the number among them of a variant of the view. */
  readonly numberOf: (variant: number) => number
}

function viewOf(input: Input, name: string, others: "kept" | "masked"): View {
  const grid = gridNamed(input.grids, name)
  if (!("inputs" in input))
    throw new RangeError(
      "togetherPartitions cuts inputs that together() made; cut others by their own partitioners",
    )
  const { inputs } = input as JointInput
  const index = inputs.findIndex(({ grids }) => grids.some((own) => own.name === name))
  const owner = inputs[index]
  const variants = jointVariants(inputs)
  const alone = others === "kept" ? name : undefined
  return {
    view:
      owner.grids.length === 1 ? owner : { ...owner, grids: [{ ...gridNamed(owner.grids, name), start: 0 }] },
    grid,
    variants,
    numberOf(variant) {
      if (variant === 0 && alone === undefined) return 0
      return variants.findIndex(
        (one) => one.input === index && one.own === variant && one.alone?.name === alone,
      )
    },
  }
}

/** Returns a partition of one grid as one of all units. */
function widen(partition: Partition, { grid: { name, start }, numberOf }: View, input: Input): Partition {
  const { soft, runs, offsets, variant = 0 } = partition
  const shared = { ...partition, name: `${name}: ${partition.name}`, variant: numberOf(variant) }
  if (soft === undefined) return { ...shared, runs: runs.map((unit) => unit + start) }
  if (start > 0 || numberOf(0) === 0)
    throw generationError(
      "PARTITION_UNSUITABLE",
      `soft masks lie over the first grid, and preserve the others: they cannot ${start > 0 ? `cut "${name}"` : "mask them"}. Use another method.`,
    )
  const whole = Array.from({ length: offsets.length - 1 }, () => [0, countUnits(input.grids)]).flat()
  return { ...shared, runs: Int32Array.from(whole), offsets: offsets.map((_, part) => 2 * part) }
}

/** Returns the explanation so far as the partitioner of one grid sees it. */
function narrow(explanation: Explanation, { grid: { name }, view, variants }: View): Explanation {
  const own = onlyGrid(explanation, name)
  return {
    ...own,
    variants: [own.variants[0], ...(view.variants ?? [])],
    partitions: own.partitions.map((partition) => ({
      ...partition,
      name: partition.name.slice(name.length + 2),
      variant: variants[partition.variant ?? 0].own,
    })),
  }
}
