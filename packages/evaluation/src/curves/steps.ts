import type { Curve } from "../contracts/metric.ts"

/** The points of a curve: their number, or the number of units between two. */
export interface StepOptions {
  /** Number of points, both ends included, at least 2. Default 57: 56 steps of 896 pixels of a 224 x 224 image. */
  readonly points?: number
  /**
   * Number of units of a step, in place of `points`. 224 gives the 225 scores of the authors of the paper, and of RISE, for a
   * 224 x 224 image. The last step is shorter if it has to be.
   */
  readonly step?: number
}

/**
 * Returns the numbers of units at the points of a curve, ascending from 0 to `units`, each once.
 *
 * @throws RangeError for fewer than 2 points or a step that is not a whole number of at least 1
 */
export function curveSteps(units: number, { points = 57, step }: StepOptions = {}): number[] {
  checkSteps(step === undefined ? { points } : { step })
  const last = step === undefined ? points - 1 : Math.ceil(units / step)
  const counts = Array.from({ length: last + 1 }, (_, point) =>
    step === undefined ? Math.round((units * point) / last) : Math.min(units, point * step),
  )
  // A small grid has fewer units than points.
  return [...new Set(counts)]
}

/** Throws RangeError for options of {@link curveSteps} out of range. */
export function checkSteps({ points = 57, step = 1 }: StepOptions): void {
  if (!Number.isInteger(points) || points < 2)
    throw new RangeError(`points is a whole number of at least 2; got ${points}`)
  if (!Number.isInteger(step) || step < 1)
    throw new RangeError(`step is a whole number of units of at least 1; got ${step}`)
}

/**
 * Returns the area under a curve by the trapezoid rule: its mean height, in the unit of the scores.
 *
 * @example
 * console.log(curveArea({ shares: [0, 0.5, 1], scores: [0, 1, 1] })) // 0.75
 */
export function curveArea({ shares, scores }: Curve): number {
  let area = 0
  for (let point = 1; point < shares.length; point++)
    area += ((shares[point] - shares[point - 1]) * (scores[point] + scores[point - 1])) / 2
  return area
}
