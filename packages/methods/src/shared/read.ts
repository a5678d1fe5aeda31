import { countParts, onGrid, partOf, positionOf, preferredTarget } from "@pami/core"
import type { Explanation, Part, TargetId } from "@pami/core"

/** The score of a target for the input, for the baseline, and for each pass. */
export interface Scores {
  readonly original: number
  readonly baseline: number
  readonly passes: Float64Array
}

/**
 * Returns the scores of a target.
 *
 * @throws RangeError if the target was not swept
 */
export function targetScores(
  explanation: Explanation,
  target: TargetId = preferredTarget(explanation).id,
): Scores {
  const { scores, targets, baseline, passes } = explanation
  const position = positionOf(explanation, target)
  return {
    original: targets[position].score,
    baseline: baseline[position],
    passes: Float64Array.from({ length: passes }, (_, pass) => scores[pass * targets.length + position]),
  }
}

/**
 * Returns the values of one grid of a map over all units.
 *
 * @param name default: the first grid
 * @throws RangeError if there is none of this name
 */
export function gridOf(
  map: Float32Array,
  { grids }: Explanation,
  name: string = grids[0].name,
): Float32Array {
  const grid = grids.find((one) => one.name === name)
  if (grid === undefined)
    throw new RangeError(`the input has no grid "${name}"; it has ${grids.map((one) => one.name).join(", ")}`)
  return onGrid(map, grid)
}

/** Returns the scored parts of each partition. */
export function scoredParts({ partitions, passes }: Explanation): Part[][] {
  let left = passes
  return partitions.map((partition) => {
    const count = Math.min(left, countParts(partition))
    left -= count
    return Array.from({ length: count }, (_, k) => partOf(partition, k))
  })
}
