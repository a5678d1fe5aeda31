import type { Part } from "@pami/core"
import { expectAnswers, expectMap } from "../evidence.ts"
import type { Curve, Subject } from "../contracts/metric.ts"
import { once } from "../once.ts"
import { growingParts, orderOf } from "./ranking.ts"
import { curveSteps, type StepOptions } from "./steps.ts"

/** Whether the most important units are inserted into the baseline, or deleted from the input. */
export type Direction = "insertion" | "deletion"

/**
 * Returns the scores of the input while its units are inserted or deleted in order of decreasing importance. Asked once for
 * all metrics that read the same curve; its two ends, the input and the baseline, are known already.
 */
export function traceCurve(
  subject: Subject,
  direction: Direction,
  baseline: string,
  steps: StepOptions,
): Promise<Curve> {
  const { points, step } = steps
  return once(subject, `${direction} ${baseline} ${points} ${step}`, async () => {
    expectMap(subject)
    const answers = expectAnswers(subject)
    const counts = curveSteps(answers.units, steps)
    const asked = counts.slice(1, -1)
    const [masked, between] = await Promise.all([
      answers.masked(baseline),
      answers.preserved(baseline, partsOf(subject, direction, asked)),
    ])
    const ends = direction === "insertion" ? [masked, answers.original] : [answers.original, masked]
    return {
      shares: counts.map((count) => count / answers.units),
      scores: [ends[0], ...between, ends[1]],
    }
  })
}

/** Yields the parts that are shown after each of the counts, which ascend. */
export function partsOf(subject: Subject, direction: Direction, counts: readonly number[]): Iterable<Part> {
  return growingParts(orderOf(subject), counts, direction === "deletion")
}
