/**
 * Numbers of units after equal steps, from 0 to `units`.
 *
 * @param points of the curve, at least 2; 57 is 56 steps of 896 pixels of a 224x224 input
 */
export function equalSteps(units: number, points: number): number[] {
  if (!Number.isInteger(points) || points < 2)
    throw new RangeError(`a curve has at least 2 points; got ${points}`)
  return Array.from({ length: points }, (_, point) => Math.round((units * point) / (points - 1)))
}

/** Area under a curve of equal steps by the trapezoid rule, over the length of its axis: in the unit of the scores. */
export function normalisedArea(scores: ArrayLike<number>): number {
  let sum = (scores[0] + scores[scores.length - 1]) / 2
  for (let point = 1; point < scores.length - 1; point++) sum += scores[point]
  return sum / (scores.length - 1)
}
