import type { Metric } from "../contracts/metric.ts"
import { type Direction, traceCurve } from "./curve.ts"
import { checkSteps, curveArea, type StepOptions } from "./steps.ts"

/** Options of metrics that mask with a baseline. */
export interface BaselineOptions {
  /** Name of the baseline, among those of the evaluator. */
  readonly baseline?: string
}

/**
 * Returns the insertion metric: the area under the score while units are inserted into the baseline in order of decreasing
 * importance (Petsiuk et al., RISE, 2018, section 4.2; section 4.1 of the paper).
 *
 * @param options `baseline`: default `"blur"`
 * @throws RangeError for points or a step out of range
 */
export function insertion(options: BaselineOptions & StepOptions = {}): Metric {
  return curveMetric("insertion", "higher", { baseline: "blur", ...options })
}

/**
 * Returns the deletion metric: the area under the score while units are replaced by the baseline in order of decreasing
 * importance (Petsiuk et al., RISE, 2018, section 4.2).
 *
 * @param options `baseline`: default `"black"`
 * @throws RangeError for points or a step out of range
 */
export function deletion(options: BaselineOptions & StepOptions = {}): Metric {
  return curveMetric("deletion", "lower", { baseline: "black", ...options })
}

function curveMetric(
  direction: Direction,
  better: Metric["better"],
  { baseline, points = 57, step }: StepOptions & { readonly baseline: string },
): Metric {
  const steps = step === undefined ? { points } : { step }
  checkSteps(steps)
  const change = direction === "insertion" ? `inserted into "${baseline}"` : `replaced by "${baseline}"`
  const resolution = step === undefined ? `${points} points` : `steps of ${step} units`
  return {
    name: `${direction}:${baseline}`,
    protocol: `Area under the score, by trapezoids over the share of units, while units are ${change} in order of decreasing importance, ties by unit number, ${resolution} (Petsiuk et al. 2018, section 4.2).`,
    better,
    needs: ["passes"],
    baselines: [baseline],
    settings: { baseline, ...steps },
    average: "maps",
    async measure(subject) {
      const curve = await traceCurve(subject, direction, baseline, steps)
      return { value: curveArea(curve), curve }
    },
  }
}
