import { countParts } from "@pami/core"
import type { Explanation } from "@pami/core"

/**
 * The explanation as it stood after its first `passes` forward passes: the same scores, fewer of them, no new sweep.
 *
 * @param passes from 0; the explanation itself when it has no more than that
 */
export function prefix(explanation: Explanation, passes: number): Explanation {
  if (passes >= explanation.passes) return explanation
  let started = 0
  for (let before = 0; before < passes; started++) before += countParts(explanation.partitions[started])
  return {
    ...explanation,
    partitions: explanation.partitions.slice(0, started),
    scores: explanation.scores.subarray(0, passes * explanation.targets.length),
    passes,
    complete: false,
  }
}

/** The numbers of passes, ascending, at which a sweep of `total` passes is looked at: those below it, and its end. */
export function stops(passes: readonly number[], total: number): number[] {
  return [...new Set(passes.filter((count) => count < total))].sort((a, b) => a - b).concat(total)
}
