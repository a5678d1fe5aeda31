import { countUnits, everything, fromMasks, fromParts, type Input, type Partitioner } from "@pami/core"
import { countSubsets, drawSubsets } from "./draw-subsets.ts"

/** Options of {@link sourcePartitions} and {@link sourceRegression}. */
export interface SourceOptions {
  /** Number of parts, at least 1. Default: as many as units, but at least 64 and at most 200. */
  readonly passes?: number | undefined
  /** Seed of the halves, a whole number. Default 0. */
  readonly seed?: number | undefined
}

/**
 * Returns the default partitioner of contexts: random halves of the units, each with its complement. Both keep what PAMI asks
 * for, one part with the rest masked; halves also show what an answer needs from two sentences at once, and what two sentences
 * say alike. No half is drawn twice, and of few units there are only as many as exist.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * const { settings } = sourcePartitions({ passes: 100, seed: 7 })
 * console.log(settings.passes, settings.seed) // 100 7
 */
export function sourcePartitions({ passes, seed = 0 }: SourceOptions = {}): Partitioner {
  if (passes !== undefined && !(Number.isSafeInteger(passes) && passes >= 1))
    throw new RangeError(`passes is a whole number of at least 1; got ${passes}`)
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is a whole number; got ${seed}`)
  const total = (input: Input) => {
    const units = countUnits(input.grids)
    const wanted = passes ?? Math.min(200, Math.max(64, units))
    // A single unit has no halves: it is kept.
    return Math.max(1, Math.min(wanted, countSubsets(units)))
  }
  return {
    name: "random halves of the context",
    settings: { passes: passes ?? null, seed },
    total,
    planned: (input) => [Math.ceil(total(input) / 2)],
    *partitions(input) {
      const units = countUnits(input.grids)
      const sets = drawSubsets(units, total(input), seed)
      if (units === 1) yield fromParts([everything(1)], "the only unit")
      for (let first = 0; first < sets.length; first += 2)
        yield fromMasks(sets.slice(first, first + 2), [units], `half ${first / 2 + 1} and its complement`)
    },
  }
}
