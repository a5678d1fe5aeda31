import { countUnits, fromParts } from "@pami/core"
import type { Input, Partition, Partitioner } from "@pami/core"
import { random } from "@pami/core/tensor"
import { featureUnits, partOfFeatures } from "./feature-units.ts"
import type { FeatureOptions } from "./feature-units.ts"
import { complement, countHalves, halves } from "./sets.ts"

/** Options of {@link tablePartitions}. */
export interface TablePartitionsOptions extends FeatureOptions {
  /**
   * Number of parts. Default: those of eight rounds, or of more where a sample has more background rows. A round has two to
   * four parts for every column or group.
   */
  readonly passes?: number | undefined
  /** Seed of the halves. Default 0. */
  readonly seed?: number | undefined
}

const leastRounds = 8

/**
 * Returns the default partitioner of tables. Each partition cuts the columns in two halves, and never cuts a group. A round of
 * partitions is a Hadamard design with its complements: any two columns are together in half of the partitions, so that the
 * effects of columns do not mix. Each round draws other halves, over the next background row of a sample; with too few
 * passes for a round of half of the rows, the partitions have the rows in turn.
 *
 * Every column is in one part of each partition, so that no column gains from a background row or from large parts: the mean
 * score of its parts ranks columns by their Banzhaf values (see `effects`). The README has the measurement that chose halves.
 *
 * @throws RangeError for fewer than one pass, or a group with a unit outside the row
 *
 * @example
 * const partitioner = tablePartitions({ groups: [{ columns: [1, 2] }], passes: 100, seed: 7 })
 * console.log(partitioner.settings.passes) // 100
 */
export function tablePartitions({ groups = [], passes, seed = 0 }: TablePartitionsOptions = {}): Partitioner {
  if (passes !== undefined && !(Number.isSafeInteger(passes) && passes >= 1))
    throw new RangeError(`passes is a whole number from 1, not ${passes}`)
  const featuresOf = (input: Input) => featureUnits(countUnits(input.grids), groups)
  const total = (input: Input) => {
    // As many rounds for each background row.
    const rounds = Math.ceil(leastRounds / backgroundsOf(input)) * backgroundsOf(input)
    return passes ?? 2 * rounds * countHalves(featuresOf(input).length)
  }
  return {
    name: "halves of the columns",
    settings: { passes: passes ?? null, seed, groups: groups.map(({ columns }) => [...columns]) },
    total,
    planned: (input) => [Math.ceil(total(input) / 2)],
    *partitions(input) {
      const features = featuresOf(input)
      const backgrounds = backgroundsOf(input)
      const next = random(seed)
      let left = total(input)
      // A design over several rows mixes the effects of columns, but a few passes reach few rows otherwise.
      const reachesMost = left >= countHalves(features.length) * backgrounds
      for (let round = 0; left > 0; round++)
        for (const [index, set] of halves(features.length, next).entries()) {
          if (left <= 0) return
          const parts = [set, complement(set)].slice(0, left).map((one) => partOfFeatures(features, one))
          left -= parts.length
          yield {
            ...fromParts(parts, `halves ${index + 1} of round ${round + 1}`),
            variant: (reachesMost ? round : index) % backgrounds,
          } satisfies Partition
        }
    },
  }
}

/** Returns the number of background rows: that of the input itself, and those of its variants. */
function backgroundsOf({ variants = [] }: Input): number {
  return variants.length + 1
}
