import type { Input, Partitioner, UnitGrid } from "@pami/core"
import { othersKept } from "../input/shown-units.ts"
import { planText, toPartition } from "./plan-text.ts"
import type { PlannedPartition } from "./plan-text.ts"
import { textGrids } from "./text-grids.ts"

/** Options of {@link textPartitions}. */
export interface TextPartitionsOptions {
  /** The largest number of parts, at least 1. Default: all, about three for each word. */
  readonly passes?: number | undefined
  /** Names of the texts to cut. Default: all explained ones. */
  readonly grids?: readonly string[] | undefined
  /**
   * Of several texts, whether the others are `kept` whole while one is cut, or `masked`. Default `kept`: the words of a premise say
   * nothing without its hypothesis.
   */
  readonly others?: "kept" | "masked" | undefined
}

/**
 * Returns the default partitioner of texts: balanced halves, and single words. A word is scored beside other words, and these differ from
 * word to word; so that no word is favoured by its neighbours, any two words are in the same half equally often. If the score grows
 * with the sum of what the words say, a map then has the words in the order of what they say: exactly so if up to three of them say
 * something. Half of a text leaves words such as "not good" together; a single word shows what it says alone.
 *
 * Texts of up to 251 words have about as many ways to cut them in halves, longer ones 251. With `passes`, fewer of these, evenly among
 * them; of texts with more words than half of the passes, windows in place of single words.
 *
 * Several texts are cut one after the other, each part from one of them. The other texts are `kept` in the variant
 * `"other texts kept"` of `textInput`, or `masked`; an input without this variant has them masked. Their units are in no part then, so
 * that the maps of the texts do not mix.
 *
 * @throws RangeError for fewer than one pass; from its methods, for a text that the input lacks
 * @throws PamiError from its methods, `PARTITION_UNSUITABLE` for an input without texts
 *
 * @example
 * const { input } = textInput({
 *   texts: "A fine film, and a long one.",
 *   tensors: [{ name: "text", dtype: "string", shape: [null] }],
 * })
 * const partitioner = textPartitions()
 * console.log(partitioner.total(input)) // 31
 * console.log(textPartitions({ passes: 20 }).total(input)) // 19
 */
export function textPartitions({ passes, grids, others = "kept" }: TextPartitionsOptions = {}): Partitioner {
  if (passes !== undefined && !(Number.isSafeInteger(passes) && passes >= 1))
    throw new RangeError(`passes is a whole number from 1, not ${passes}`)
  if (others !== "kept" && others !== "masked")
    throw new RangeError(`others are "kept" or "masked"; got "${others}"`)
  const plan = planner(passes, grids)
  return {
    name: "halves and single words",
    settings: { passes: passes ?? null, grids: grids ? [...grids] : null, others },
    total: (input) => plan(input).reduce((sum, { parts }) => sum + parts, 0),
    planned: (input) => [plan(input).length],
    *partitions(input) {
      const kept =
        others === "kept" ? (input.variants ?? []).findIndex(({ name }) => name === othersKept) + 1 : 0
      const texts = textGrids(input, grids)
      for (const { grid, ...planned } of plan(input)) {
        const partition = toPartition(planned, grid.start)
        const name = texts.length > 1 ? `${grid.name}: ${partition.name}` : partition.name
        yield { ...partition, name, ...(kept > 0 && { variant: kept }) }
      }
    },
  }
}

interface Planned extends PlannedPartition {
  readonly grid: UnitGrid
}

/** Returns the function that plans the partitions of an input, those of its texts in turn. It remembers the last plan. */
function planner(
  passes: number | undefined,
  names: readonly string[] | undefined,
): (input: Input) => readonly Planned[] {
  let last: { input: Input; planned: readonly Planned[] } | undefined
  return (input) => {
    if (last?.input === input) return last.planned
    const texts = textGrids(input, names)
    let left = passes ?? Infinity
    const planned = texts.map((grid, index) => {
      const share = Math.floor(left / (texts.length - index))
      const own = share < 1 ? [] : planText(grid.shape[0], share)
      left -= own.reduce((sum, { parts }) => sum + parts, 0)
      return own.map((partition) => ({ grid, ...partition }))
    })
    const longest = planned.reduce((most, { length }) => Math.max(most, length), 0)
    const inTurn = Array.from({ length: longest }, (_, place) =>
      planned.flatMap((own) => own[place] ?? []),
    ).flat()
    last = { input, planned: inTurn }
    return inTurn
  }
}
