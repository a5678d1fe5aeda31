import type { Explanation } from "../contracts/explanation.ts"
import { aggregate } from "./aggregate.ts"
import { scoresOf } from "./scores.ts"
import type { ReadOut, Selection } from "./scores.ts"

/**
 * Returns the importance map, average read-out (paper, section 3.3): at every unit the mean score of the parts that
 * preserve it. In the unit of the score: for a probability, 0 to 1; for a contrast, -1 to 1. `NaN` where no part has been
 * scored yet.
 *
 * @returns a value for each unit, of all grids, row-major
 * @throws RangeError when the target was not swept
 * @throws PamiError `READ_OUT_UNSUITABLE` for the logarithm or the log-odds of scores that are not probabilities
 *
 * @example
 * const map = average(explanation)
 * const contrast = average(explanation, { target: 281, versus: 282 })
 */
export function average(
  explanation: Explanation,
  selection?: Selection,
  readOut: ReadOut = {},
): Float32Array {
  const {
    sums: [sum],
    count,
  } = aggregate(explanation, [scoresOf(explanation, selection, readOut.score)], readOut.weight)
  const [least, most] = bounds(explanation, selection, readOut)
  const map = new Float32Array(sum.length)
  for (let unit = 0; unit < map.length; unit++)
    map[unit] = count[unit] === 0 ? NaN : withinRounding(sum[unit] / count[unit], least, most)
  return map
}

/** The range of a mean of scores as they are. */
function bounds(
  { scale }: Explanation,
  selection: Selection | undefined,
  { score = "score" }: ReadOut,
): readonly [least: number, most: number] {
  const contrast = typeof selection === "object" && selection.versus !== undefined
  return (score === "score" && !contrast && scale.range) || [-Infinity, Infinity]
}

// Sums of 10^5 scores between 0 and 1 in 64 bits are off by less than 10^5 x 10^5 x 2^-53, their means by 10^-6 of that.
const rounding = 1e-6

/**
 * Returns a mean without the rounding that is left where scores are added at the start of a run and subtracted at its
 * end: a mean of zeros may read -1e-16. A mean that is farther outside its range shows wrong scores, and stays visible.
 */
function withinRounding(mean: number, least: number, most: number): number {
  if (mean < least && mean >= least - rounding) return least
  return mean > most && mean <= most + rounding ? most : mean
}

/**
 * Returns the standard error of {@link average} at every unit: the sample standard deviation of the scores of the parts
 * that preserve it, over the square root of their number. `NaN` where fewer than two did.
 *
 * The parts at one unit overlap and are not independent draws: read it as a scale, not as a confidence level.
 */
export function standardError(explanation: Explanation, selection?: Selection): Float32Array {
  const scores = scoresOf(explanation, selection)
  // Centred first: the variance of scores far from zero would drown in their squares.
  const centre = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length)
  const centred = scores.map((score) => score - centre)
  const {
    sums: [sum, squares],
    count,
  } = aggregate(explanation, [centred, centred.map((score) => score * score)])
  const error = new Float32Array(sum.length)
  for (let unit = 0; unit < error.length; unit++) {
    const n = count[unit]
    const spread = Math.max(0, squares[unit] - sum[unit] ** 2 / n)
    error[unit] = n < 2 ? NaN : Math.sqrt(spread / (n - 1) / n)
  }
  return error
}

/** Returns the number of scored parts that preserve each unit; fractions where an augmentation resamples. */
export function coverage(explanation: Explanation): Float32Array {
  return Float32Array.from(aggregate(explanation, []).count)
}
