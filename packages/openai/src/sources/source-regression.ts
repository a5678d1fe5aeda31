import { countUnits, partOf, positionOf, preferredTarget, scoresOf } from "@pami/core"
import type { Explanation, Method, TargetId } from "@pami/core"
import { lasso } from "./lasso.ts"
import { type SourceOptions, sourcePartitions } from "./source-partitions.ts"

// Of the penalty at which nothing has an effect. The README has the measurement.
const penalty = 0.05

/**
 * Returns the default method for contexts: {@link sourcePartitions}, and the effect of each unit on the score in a sparse linear
 * regression over all parts, the whole context and the empty one (Cohen-Wang et al., *ContextCite: attributing model generation
 * to context*, 2024, use the same model). In the unit of the score: a sentence of 2 makes the answer e^2 times as likely. Above
 * 0 for units that raise the score, below for those that lower it; 0 for most.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * const method = sourceRegression({ passes: 128 })
 * console.log(method.name, method.settings.passes) // source-regression 128
 */
export function sourceRegression(options: SourceOptions = {}): Method {
  const partitioner = sourcePartitions(options)
  return {
    name: "source-regression",
    settings: { ...partitioner.settings, penalty },
    partitioner,
    read: (explanation, target, name) => {
      const effects = regress(explanation, target ?? preferredTarget(explanation).id)
      const grid = explanation.grids.find((one) => one.name === name) ?? explanation.grids[0]
      const size = grid.shape.reduce((product, length) => product * length, 1)
      return Float32Array.from(effects.subarray(grid.start, grid.start + size))
    },
  }
}

function regress(explanation: Explanation, target: TargetId): Float64Array {
  const units = countUnits(explanation.grids)
  const position = positionOf(explanation, target)
  const rows = [...keptUnits(explanation, units), new Uint8Array(units).fill(1), new Uint8Array(units)]
  const values = Float64Array.from([
    ...scoresOf(explanation, target),
    explanation.targets[position].score,
    explanation.baseline[position],
  ])
  return lasso(rows, values, penalty)
}

/** Returns the units that each pass kept: 1, else 0. */
function keptUnits({ partitions, passes }: Explanation, units: number): Uint8Array[] {
  const rows: Uint8Array[] = []
  for (const partition of partitions)
    for (let k = 0; k + 1 < partition.offsets.length && rows.length < passes; k++) {
      const row = new Uint8Array(units)
      const part = partOf(partition, k)
      for (let i = 0; i < part.length; i += 2) row.fill(1, part[i], part[i + 1])
      rows.push(row)
    }
  return rows
}
