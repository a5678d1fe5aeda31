import type { Part } from "./contracts.ts"
import type { Explanation } from "./explanation.ts"
import { PamiError } from "./error.ts"
import { log } from "./log.ts"
import { unitsOf } from "./parts.ts"
import { sizeOf } from "./tensor.ts"

/**
 * What a map is for: a target by its number (a class), or the contrast of two, whose score is the difference
 * `target - versus`. Default: the target with the highest score for the input itself.
 */
export type Selection = number | { target: number; versus?: number }

/** How scores become a map. Another read-out of the same scores costs no forward pass. */
export interface ReadOut {
  /**
   * What a part contributes:
   *
   * - `score`: its score as it is (the paper's; default);
   * - `difference`: its score less that of the fully masked input, so that 0 means "no better than nothing";
   * - `log`: the natural logarithm of its score, which tells apart parts that all score low;
   * - `log-odds`: ln(p / (1 - p)), which also tells apart parts that all score high.
   *
   * The last two are for probabilities; they are taken of at least 1e-6 and, for the odds, at most 1 - 1e-6, since
   * beyond that a score of 32 bits says nothing. A contrast is the difference of what its two targets give.
   */
  readonly score?: "score" | "difference" | "log" | "log-odds"
  /**
   * How much a part counts: `equal` (the paper's; default), by its `area` in units (coarse parts, which show more,
   * count more), or by the `inverse-area` (fine parts, which locate better, count more).
   */
  readonly weight?: "equal" | "area" | "inverse-area"
}

/** Names of the scores of {@link ReadOut}. */
export const readOutScores = ["score", "difference", "log", "log-odds"] as const

/** Names of the weights of {@link ReadOut}. */
export const readOutWeights = ["equal", "area", "inverse-area"] as const

/**
 * The importance map, average read-out (paper, section 3.3): at every unit the mean score of the parts that
 * preserve it. In the unit of the score: for a probability, 0 to 1; for a contrast, -1 to 1.
 * `NaN` where no part has been scored yet.
 *
 * @returns row-major, `[...units]`
 * @throws RangeError when the target was not swept
 * @throws PamiError `READ_OUT_UNSUITABLE` for the logarithm or the log-odds of scores that are no probabilities
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
    map[unit] = count[unit] === 0 ? NaN : Math.min(most, Math.max(least, sum[unit] / count[unit]))
  return map
}

/**
 * The range that a mean of scores as they are lies in. What is added where a run starts and taken away where it ends
 * leaves rounding behind: without this a mean of zeros may read -1e-16.
 */
function bounds(
  { scale }: Explanation,
  selection: Selection | undefined,
  { score = "score" }: ReadOut,
): readonly [least: number, most: number] {
  const contrast = typeof selection === "object" && selection.versus !== undefined
  return (score === "score" && !contrast && scale.range) || [-Infinity, Infinity]
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

/** Number of scored parts that preserve each unit, `[...units]`; fractions where an augmentation resamples. */
export function coverage(explanation: Explanation): Float32Array {
  return Float32Array.from(aggregate(explanation, []).count)
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

/**
 * Product of maps, each scaled to 0 … 1: high only where all of them are. Of the maps of both stages, for instance.
 *
 * @param maps at least one, all of one size
 * @throws RangeError when sizes differ, or there is none
 */
export function productOf(maps: readonly Float32Array[]): Float32Array {
  if (maps.length === 0 || maps.some(({ length }) => length !== maps[0].length))
    throw new RangeError(
      `maps of one size make a product; got ${maps.map(({ length }) => length).join(", ") || "none"}`,
    )
  const scaled = maps.map(minMax)
  return scaled[0].map((_, unit) => scaled.reduce((product, map) => product * map[unit], 1))
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

/** The scores of one target, or the contrast of two, one for each pass. */
export function scoresOf(
  explanation: Explanation,
  selection: Selection = strongest(explanation),
  score: ReadOut["score"] = "score",
): Float64Array {
  const { target, versus } = typeof selection === "number" ? { target: selection } : selection
  if ((score === "log" || score === "log-odds") && explanation.scale.unit !== "probability")
    throw new PamiError(
      "READ_OUT_UNSUITABLE",
      `"${score}" is for probabilities; these scores are of the unit "${explanation.scale.unit}". Read out the score or the difference.`,
    )
  const chosen = scoresOfTarget(explanation, positionOf(explanation, target), score)
  if (versus === undefined) return chosen
  const other = scoresOfTarget(explanation, positionOf(explanation, versus), score)
  for (let pass = 0; pass < chosen.length; pass++) chosen[pass] -= other[pass]
  return chosen
}

// Below this a probability of 32 bits, itself a quotient of exponentials, is noise.
const leastProbability = 1e-6

function scoresOfTarget(
  { scores, passes, targets, baseline }: Explanation,
  position: number,
  score: NonNullable<ReadOut["score"]>,
): Float64Array {
  const chosen = new Float64Array(passes)
  for (let pass = 0; pass < passes; pass++) {
    const plain = scores[pass * targets.length + position]
    const least = Math.max(plain, leastProbability)
    if (score === "score") chosen[pass] = plain
    else if (score === "difference") chosen[pass] = plain - baseline[position]
    else if (score === "log") chosen[pass] = log(least)
    else chosen[pass] = log(least) - log(Math.max(1 - plain, leastProbability))
  }
  return chosen
}

/**
 * Weighted sums of the scores, one for each list of them, and sum of the weights, of the parts that preserve each unit. A
 * part adds its score where a run starts and takes it away where it ends; one prefix sum then gives every unit its total,
 * for any number of parts. The sums of each augmented copy are brought back and added.
 */
function aggregate(
  { units, partitions, passes, copies }: Explanation,
  lists: readonly Float64Array[],
  weight: ReadOut["weight"] = "equal",
): { sums: Float64Array[]; count: Float64Array } {
  const size = sizeOf(units)
  const whole = Array.from({ length: lists.length + 1 }, () => new Float64Array(size))
  for (const [copy, { inverse }] of copies.entries()) {
    const differences = whole.map(() => new Float64Array(size + 1))
    const count = differences[lists.length]
    let pass = 0
    let used = false
    for (const { size: parts, part: partAt, copy: of = 0 } of partitions) {
      if (of !== copy) pass += parts
      else
        for (let k = 0; k < parts && pass < passes; k++, pass++) {
          used = true
          const part = partAt(k)
          const share = weightOf(part, weight)
          for (const [list, scores] of lists.entries()) addPart(differences[list], part, scores[pass] * share)
          addPart(count, part, share)
        }
    }
    if (!used) continue
    for (const [index, into] of whole.entries()) {
      const back = inverse(prefixSums(differences[index]))
      for (let unit = 0; unit < size; unit++) into[unit] += back[unit]
    }
  }
  return { sums: whole.slice(0, -1), count: whole[lists.length] }
}

function addPart(differences: Float64Array, part: Part, value: number): void {
  for (let i = 0; i < part.length; i += 2) {
    differences[part[i]] += value
    differences[part[i + 1]] -= value
  }
}

// Weights are whole numbers, so that where no part lies they cancel to exactly 0. This many times 10,000 parts still is one.
const weightOfOneUnit = 2 ** 36

function weightOf(part: Part, weight: NonNullable<ReadOut["weight"]>): number {
  if (weight === "equal") return 1
  return weight === "area" ? unitsOf(part) : Math.round(weightOfOneUnit / unitsOf(part))
}

/** In place; the last entry, beyond the units, is left out. */
function prefixSums(differences: Float64Array): Float64Array {
  const size = differences.length - 1
  for (let unit = 1; unit < size; unit++) differences[unit] += differences[unit - 1]
  return differences.subarray(0, size)
}
