import type { Input, Partition, Partitioner, UnitGrid } from "@pami/core"
import { othersKept } from "../input/shown-units.ts"
import { chooseCuts, cutsOf } from "./cuts.ts"
import type { Cut } from "./cuts.ts"
import { textGrids } from "./text-grids.ts"

/** Options of {@link textPartitions}. */
export interface TextPartitionsOptions {
  /** The largest number of parts, at least 1. Default: all, about five for each word. */
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
 * Returns the default partitioner of texts. Each partition cuts a text in parts that follow one another, coarse first: sentences,
 * clauses, windows of 8, 5, 3 and 2 words at every offset, single words. Every word is in exactly one part of each partition, so that
 * no place in the text is favoured. The number of parts grows with the number of words, not with its square.
 *
 * `passes` chooses evenly among the offsets of each size.
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
 * console.log(partitioner.total(input)) // 55
 * console.log(textPartitions({ passes: 20 }).total(input)) // 20
 */
export function textPartitions({ passes, grids, others = "kept" }: TextPartitionsOptions = {}): Partitioner {
  if (passes !== undefined && !(Number.isSafeInteger(passes) && passes >= 1))
    throw new RangeError(`passes is a whole number from 1, not ${passes}`)
  if (others !== "kept" && others !== "masked")
    throw new RangeError(`others are "kept" or "masked"; got "${others}"`)
  const plan = planner(passes, grids)
  return {
    name: "windows of words",
    settings: { passes: passes ?? null, grids: grids ? [...grids] : null, others },
    total: (input) => plan(input).reduce((sum, { cut }) => sum + cut.borders.length + 1, 0),
    planned: (input) => [plan(input).length],
    *partitions(input) {
      const kept =
        others === "kept" ? (input.variants ?? []).findIndex(({ name }) => name === othersKept) + 1 : 0
      const texts = textGrids(input, grids)
      for (const { grid, cut } of plan(input)) {
        const partition = toPartition(
          texts.length > 1 ? `${grid.name}: ${cut.name}` : cut.name,
          grid,
          cut.borders,
        )
        yield kept > 0 ? { ...partition, variant: kept } : partition
      }
    },
  }
}

interface Planned {
  readonly grid: UnitGrid
  readonly cut: Cut
}

/** Returns the function that plans the partitions of an input, coarse first. It remembers the last plan. */
function planner(
  passes: number | undefined,
  names: readonly string[] | undefined,
): (input: Input) => readonly Planned[] {
  let last: { input: Input; planned: readonly Planned[] } | undefined
  return (input) => {
    if (last?.input === input) return last.planned
    const texts = textGrids(input, names)
    let left = passes ?? Infinity
    const planned = texts
      .flatMap((grid, index) => {
        const cuts = cutsOf(grid.labels!)
        const all = partsOf(cuts)
        const share = Math.floor(left / (texts.length - index))
        const chosen = all <= share ? cuts : share < 1 ? [] : chooseCuts(cuts, grid.labels!.length, share)
        left -= partsOf(chosen)
        return chosen.map((cut) => ({ grid, cut }))
      })
      .sort((a, b) => a.cut.level - b.cut.level || a.cut.phase - b.cut.phase || a.grid.start - b.grid.start)
    last = { input, planned }
    return planned
  }
}

function partsOf(cuts: readonly Cut[]): number {
  return cuts.reduce((sum, { borders }) => sum + borders.length + 1, 0)
}

/** Returns the partition of the units between borders. */
function toPartition(
  name: string,
  { shape: [count], start }: UnitGrid,
  borders: readonly number[],
): Partition {
  const places = [0, ...borders, count].map((place) => place + start)
  const parts = places.length - 1
  return {
    name,
    runs: Int32Array.from({ length: 2 * parts }, (_, i) => places[(i + 1) >> 1]),
    offsets: Int32Array.from({ length: parts + 1 }, (_, i) => 2 * i),
  }
}
