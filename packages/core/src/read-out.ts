import type { Explanation } from "./explanation.ts"
import { sizeOf } from "./tensor.ts"

/**
 * What a map is for: a target by its number (a class), or the contrast of two, whose score is the difference
 * `target - versus`. Default: the target with the highest score for the input itself.
 */
export type Selection = number | { target: number; versus?: number }

/**
 * The importance map, average read-out (paper, section 3.3): at every unit the mean score of the parts that
 * preserve it. In the unit of the score: for a probability, 0 to 1; for a contrast, -1 to 1.
 * `NaN` where no part has been scored yet.
 *
 * @returns row-major, `[...units]`
 * @throws RangeError when the target was not swept
 */
export function average(explanation: Explanation, selection?: Selection): Float32Array {
  const { sum, count } = aggregate(explanation, scoresOf(explanation, selection))
  const map = new Float32Array(sum.length)
  for (let unit = 0; unit < map.length; unit++) map[unit] = sum[unit] / count[unit]
  return map
}

/**
 * Standard error of {@link average} at every unit: the sample standard deviation of the scores of the parts
 * that preserve it, over the square root of their number. `NaN` where fewer than two did.
 *
 * The parts at one unit overlap and are not independent draws: read it as a scale, not as a confidence level.
 */
export function standardError(explanation: Explanation, selection?: Selection): Float32Array {
  const scores = scoresOf(explanation, selection)
  // Centred first: the variance of scores far from zero would drown in their squares.
  const centre = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length)
  const centred = scores.map((score) => score - centre)
  const { sum, count } = aggregate(explanation, centred)
  const { sum: squares } = aggregate(
    explanation,
    centred.map((score) => score * score),
  )
  const error = new Float32Array(sum.length)
  for (let unit = 0; unit < error.length; unit++) {
    const n = count[unit]
    const spread = Math.max(0, squares[unit] - sum[unit] ** 2 / n)
    error[unit] = n < 2 ? NaN : Math.sqrt(spread / (n - 1) / n)
  }
  return error
}

/** Number of scored parts that preserve each unit, `[...units]`. */
export function coverage(explanation: Explanation): Int32Array {
  return aggregate(explanation, new Float64Array(explanation.passes)).count
}

/**
 * Min-max read-out: the map scaled so that its lowest value is 0 and its highest 1, for relative importance
 * inside one input. A flat map becomes 0; `NaN` stays `NaN`.
 */
export function minMax(map: Float32Array): Float32Array {
  let low = Infinity
  let high = -Infinity
  for (const value of map) {
    if (value < low) low = value
    if (value > high) high = value
  }
  const range = high - low
  return map.map((value) => (range > 0 ? (value - low) / range : value - value))
}

/** Number of the unit where the map is highest, the first of several; -1 for a map of `NaN` alone. */
export function peak(map: ArrayLike<number>): number {
  let best = -1
  for (let unit = 0; unit < map.length; unit++)
    if (map[unit] > (best < 0 ? -Infinity : map[best])) best = unit
  return best
}

/** The target with the highest score for the input itself: the predicted class. */
export function strongest({ targets, original }: Explanation): number {
  return targets[peak(original)]
}

/** Position of a target among those of the explanation. */
export function positionOf({ targets }: Explanation, target: number): number {
  const position = targets.indexOf(target)
  if (position < 0)
    throw new RangeError(
      `target ${target} was not swept; this explanation holds ${targets.slice(0, 20).join(", ")}`,
    )
  return position
}

function scoresOf(explanation: Explanation, selection: Selection = strongest(explanation)): Float64Array {
  const { target, versus } = typeof selection === "number" ? { target: selection } : selection
  const { scores, passes, targets } = explanation
  const plus = positionOf(explanation, target)
  const minus = versus === undefined ? -1 : positionOf(explanation, versus)
  const chosen = new Float64Array(passes)
  for (let pass = 0; pass < passes; pass++) {
    const row = pass * targets.length
    chosen[pass] = minus < 0 ? scores[row + plus] : scores[row + plus] - scores[row + minus]
  }
  return chosen
}

/**
 * Sum of the scores, and number, of the parts that preserve each unit. A part adds its score where a run
 * starts and takes it away where it ends; one prefix sum then gives every unit its total, for any number of parts.
 */
function aggregate(
  { units, partitions, passes }: Explanation,
  scores: Float64Array,
): { sum: Float64Array; count: Int32Array } {
  const size = sizeOf(units)
  const sum = new Float64Array(size + 1)
  const count = new Int32Array(size + 1)
  let pass = 0
  for (const partition of partitions) {
    for (let k = 0; k < partition.size && pass < passes; k++, pass++) {
      const part = partition.part(k)
      const score = scores[pass]
      for (let i = 0; i < part.length; i += 2) {
        sum[part[i]] += score
        count[part[i]]++
        sum[part[i + 1]] -= score
        count[part[i + 1]]--
      }
    }
  }
  for (let unit = 1; unit < size; unit++) {
    sum[unit] += sum[unit - 1]
    count[unit] += count[unit - 1]
  }
  return { sum: sum.subarray(0, size), count: count.subarray(0, size) }
}
