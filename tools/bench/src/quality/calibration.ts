import { average } from "@pami/core"
import type { Explanation, TargetId } from "@pami/core"
import { rankCorrelation } from "@pami/evaluation"
import { prefix, stops } from "./prefix.ts"
import { mean } from "./mean.ts"

/**
 * Promises how far the map of a target is from the one that the full sweep will have, as {@link distance} measures it.
 *
 * @param prefix the explanation so far: all that an estimator may look at
 */
export type Promised = (prefix: Explanation, target: TargetId) => number

/** A promise and what came of it, for one map after some of its passes. */
export interface Kept {
  readonly passes: number
  readonly promised: number
  readonly true: number
}

/**
 * Distance of two maps: the root mean square, over units, of their difference, divided by the range (highest minus
 * lowest) of the second. 0 is the same map; `NaN` where a map has gaps or the second is flat.
 */
export function distance(map: Float32Array, full: Float32Array): number {
  let squares = 0
  let low = Infinity
  let high = -Infinity
  for (let unit = 0; unit < full.length; unit++) {
    squares += (map[unit] - full[unit]) ** 2
    if (full[unit] < low) low = full[unit]
    if (full[unit] > high) high = full[unit]
  }
  return high > low ? Math.sqrt(squares / full.length) / (high - low) : NaN
}

/**
 * Holds the promise against the truth for every target of an explanation at its full length, at each of the prefixes.
 * A prefix that does not cover the input yet is left out: its distance is not known.
 *
 * @param passes prefixes; those that are no shorter than the sweep are left out
 */
export function keptPromises(
  explanation: Explanation,
  promised: Promised,
  passes: readonly number[],
): Kept[] {
  const kept: Kept[] = []
  for (const { id: target } of explanation.targets) {
    const full = average(explanation, target)
    for (const stop of stops(passes, explanation.passes).slice(0, -1)) {
      const early = prefix(explanation, stop)
      const truth = distance(average(early, target), full)
      if (!Number.isNaN(truth)) kept.push({ passes: stop, promised: promised(early, target), true: truth })
    }
  }
  return kept
}

/**
 * How well promises are kept: for each number of passes, and for all together, the mean promise, the mean truth, their
 * ratio (above 1: too pessimistic) and the rank correlation over maps (does it know which maps are far off?). Promises
 * that are no number are counted, not averaged. Rows for `table`.
 */
export function calibration(kept: readonly Kept[]): Record<string, string | number>[] {
  const numbers = [...new Set(kept.map(({ passes }) => passes))].sort((a, b) => a - b)
  const line = (passes: string, all: readonly Kept[]) => {
    const made = all.filter(({ promised }) => Number.isFinite(promised))
    const [promises, truths] = [made.map(({ promised }) => promised), made.map((each) => each.true)]
    const [promised, truth] = [mean(promises), mean(truths)]
    return {
      passes,
      maps: all.length,
      "no promise": all.length - made.length,
      promised: promised.toFixed(4),
      true: truth.toFixed(4),
      ratio: (promised / truth).toFixed(2),
      "rank correlation": rankCorrelation(promises, truths).toFixed(2),
    }
  }
  return [
    ...numbers.map((passes) =>
      line(
        String(passes),
        kept.filter((each) => each.passes === passes),
      ),
    ),
    line("all", kept),
  ]
}

/** {@link keptPromises} of a list of explanations at their full length, as {@link calibration} shows them. */
export function calibrate(
  explanations: Iterable<Explanation>,
  promised: Promised,
  passes: readonly number[],
): Record<string, string | number>[] {
  const kept: Kept[] = []
  for (const explanation of explanations) kept.push(...keptPromises(explanation, promised, passes))
  return calibration(kept)
}
