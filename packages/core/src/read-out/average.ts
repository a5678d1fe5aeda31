import type { Explanation } from "../contracts/explanation.ts"
import { aggregate, type Weight } from "./aggregate.ts"
import { type Contribution, plainScore, scoresOf, type Selection } from "./scores.ts"

/** Options of the read-out. Another read-out of the same scores needs no forward pass. */
export interface ReadOut {
  /**
   * The contribution of a part: one of `contributions`, or any function of its score. Default: its score, as in the paper. A
   * contrast is the difference of the contributions of its two targets.
   */
  readonly score?: Contribution
  /** The weight of a part: one of `partWeights`, or any function of its area in units. Default: equal, as in the paper. */
  readonly weight?: Weight
}

/**
 * Returns the importance map by the average read-out (paper, section 3.3): at every unit, the mean score of the parts that
 * preserve it. In the unit of the score: 0 to 1 for a probability, -1 to 1 for a contrast. `NaN` where no part has been
 * scored yet.
 *
 * @returns a value for each unit of all grids, row-major
 * @throws RangeError if the target was not swept
 * @throws PamiError `READ_OUT_UNSUITABLE` for the logarithm or the log-odds of scores that are not probabilities
 *
 * @example
 * const map = average(explanation)
 * const contrast = average(explanation, { target: 0, versus: 1 })
 */
export function average(
  explanation: Explanation,
  selection?: Selection,
  { score = plainScore, weight }: ReadOut = {},
): Float32Array {
  const [sum, count] = aggregate(explanation, [scoresOf(explanation, selection, score)], weight)
  // Contrasts and other contributions have another range.
  const isContrast = typeof selection === "object" && selection.versus !== undefined
  const isInRange = score === plainScore && !isContrast
  const [least, most] = (isInRange && explanation.scale.range) || [-Infinity, Infinity]
  // A mean without the rounding error of adding scores at the start of a run and subtracting them at its end: a mean of
  // zeros may be -1e-16. A mean farther outside its range comes from wrong scores, and stays.
  return new Float32Array(sum.length).map((_, unit) => {
    if (count[unit] === 0) return NaN
    const mean = sum[unit] / count[unit]
    const inside = Math.min(Math.max(mean, least), most)
    return Math.abs(inside - mean) <= rounding ? inside : mean
  })
}

// Sums of 10^5 scores between 0 and 1 in 64 bits are off by less than 10^5 x 10^5 x 2^-53, their means by 10^-6 of that.
const rounding = 1e-6

/**
 * Returns the standard error of {@link average} at every unit: the sample standard deviation of the scores of the parts
 * that preserve it, over the square root of their number. `NaN` where fewer than two do.
 *
 * The parts at one unit overlap and are not independent: read it as a scale, not as a confidence level.
 *
 * @throws RangeError if the target was not swept
 *
 * @example
 * const [map, error] = [average(explanation), standardError(explanation)]
 * const unit = peak(map)
 * console.log(`${map[unit].toFixed(2)} ± ${error[unit].toFixed(2)} at unit ${unit}`) // 0.68 ± 0.04 at unit 148
 */
export function standardError(explanation: Explanation, selection?: Selection): Float32Array {
  const scores = scoresOf(explanation, selection)
  // Centred first: squares of scores far from zero would leave no bits for their variance.
  const centre = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length)
  const centred = scores.map((score) => score - centre)
  const [sum, squares, count] = aggregate(explanation, [centred, centred.map((score) => score * score)])
  const error = new Float32Array(sum.length)
  for (let unit = 0; unit < error.length; unit++) {
    const n = count[unit]
    const spread = Math.max(0, squares[unit] - sum[unit] ** 2 / n)
    error[unit] = n < 2 ? NaN : Math.sqrt(spread / (n - 1) / n)
  }
  return error
}

/** Returns the number of scored parts that preserve each unit; a fraction where an augmentation resamples. */
export function coverage(explanation: Explanation): Float32Array {
  return Float32Array.from(aggregate(explanation, [])[0])
}
