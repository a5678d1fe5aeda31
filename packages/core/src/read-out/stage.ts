import type { Explanation } from "../contracts/explanation.ts"
import type { Partition } from "../contracts/partition.ts"
import { countParts } from "../partitions/parts.ts"

/** Returns the last stage that has begun, from 1. */
export function lastStage({ partitions }: Explanation): number {
  return partitions.reduce((last, { stage = 1 }) => Math.max(last, stage), 1)
}

/**
 * Returns the explanation of one stage alone: its partitions and their scores.
 *
 * @param stage from 1
 *
 * @example
 * const map = average(ofStage(explanation, 1))
 */
export function ofStage(explanation: Explanation, stage: number): Explanation {
  const { planned } = explanation
  if (planned?.length === 1 && explanation.partitions.every((partition) => (partition.stage ?? 1) === stage))
    return explanation
  return {
    ...ofPartitions(explanation, (partition) => (partition.stage ?? 1) === stage),
    planned: planned === null || planned[stage - 1] === undefined ? null : [planned[stage - 1]],
  }
}

/** Returns the explanation of some partitions alone, with their scores. */
export function ofPartitions(
  explanation: Explanation,
  isChosen: (partition: Partition) => boolean,
): Explanation {
  const width = explanation.targets.length
  const partitions: Partition[] = []
  const rows: Float32Array[] = []
  let start = 0
  for (const partition of explanation.partitions) {
    const end = Math.min(explanation.passes, start + countParts(partition))
    if (isChosen(partition)) {
      partitions.push(partition)
      rows.push(explanation.scores.subarray(start * width, end * width))
    }
    start = end
  }
  const scores = joined(rows)
  return { ...explanation, partitions, scores, passes: scores.length / width }
}

/** Returns the explanation of the last stage that has begun, see {@link ofStage}. */
export function ofLastStage(explanation: Explanation): Explanation {
  return ofStage(explanation, lastStage(explanation))
}

/** Returns the number of forward passes of each stage that has begun. */
export function passesOfStages(explanation: Explanation): number[] {
  return Array.from({ length: lastStage(explanation) }, (_, index) => ofStage(explanation, index + 1).passes)
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const row of rows) {
    all.set(row, at)
    at += row.length
  }
  return all
}
