import { expectAnswers } from "../evidence.ts"
import type { Metric } from "../contracts/metric.ts"
import { partsOf, traceCurve } from "./curve.ts"
import type { BaselineOptions } from "./insertion.ts"
import { checkSteps, curveSteps, type StepOptions } from "./steps.ts"

/** Options of {@link minimalRegion}. */
export interface MinimalRegionOptions extends BaselineOptions, StepOptions {
  /** Share of the score of the input that the region keeps, above 0 and at most 1. Default 0.9. */
  readonly keep?: number
}

// Points between the two of the curve that enclose the crossing: one batch or two.
const refinements = 15

/**
 * Returns the minimal sufficient region: the smallest share of units, taken in order of decreasing importance and shown over
 * the baseline, that keeps 90 % of the score (the first crossing of the insertion curve; cf. the minimal sufficient parts of
 * ReX, Chockler et al. 2021). The crossing is located to a sixteenth of a step.
 *
 * @param options `baseline`: default `"blur"`; `keep`
 * @throws RangeError for options out of range
 */
export function minimalRegion(options: MinimalRegionOptions = {}): Metric {
  const { baseline = "blur", keep = 0.9, points = 57, step } = options
  if (!(keep > 0 && keep <= 1)) throw new RangeError(`keep is a share above 0 and at most 1; got ${keep}`)
  const steps = step === undefined ? { points } : { step }
  checkSteps(steps)
  return {
    name: `minimal-region:${baseline}`,
    protocol: `Smallest share of units, in order of decreasing importance over "${baseline}", whose score is at least ${keep} times that of the input: the first crossing of the insertion curve, refined between two points.`,
    better: "lower",
    needs: ["passes"],
    baselines: [baseline],
    settings: { baseline, keep, ...steps },
    average: "maps",
    async measure(subject) {
      const curve = await traceCurve(subject, "insertion", baseline, steps)
      const answers = expectAnswers(subject)
      const enough = keep * answers.original
      const at = curve.scores.findIndex((score) => score >= enough)
      // The score of the input itself is at least enough, unless it is negative.
      if (at < 0) return { value: 1, curve }
      if (at === 0) return { value: 0, curve }
      const counts = curveSteps(answers.units, steps)
      const [from, to] = [counts[at - 1], counts[at]]
      const between = curveSteps(to - from, { points: refinements + 2 })
        .slice(1, -1)
        .map((count) => from + count)
      const scores = await answers.preserved(baseline, partsOf(subject, "insertion", between))
      const crossing = scores.findIndex((score) => score >= enough)
      return { value: (crossing < 0 ? to : between[crossing]) / answers.units, curve }
    },
  }
}
