import type { UnitGrid, Variant } from "../contracts/input.ts"
import type { Part } from "../contracts/partition.ts"
import type { TargetId, TargetInfo } from "../contracts/target.ts"
import type { Explanation } from "../contracts/explanation.ts"
import { PamiError } from "../error.ts"
import { log } from "../numbers/log.ts"
import { countParts, countUnits, partOf, unitsOf } from "../partitions/parts.ts"
import { sizeOf } from "../tensors/shape.ts"
import { transformUnits } from "./transform.ts"

/**
 * The target of a map, by its id, or the contrast of two targets, whose score is the difference `target - versus`.
 * Default: the preferred target of the explanation.
 */
export type Selection = TargetId | { readonly target: TargetId; readonly versus?: TargetId }

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

/** Returns the values of one grid of a map over all units. */
export function onGrid(map: Float32Array, { start, shape }: UnitGrid): Float32Array {
  return map.subarray(start, start + sizeOf(shape))
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

/** Returns the target whose map is read when none is named. */
export function preferredTarget({ targets, preferred }: Explanation): TargetInfo {
  return targets[preferred]
}

/**
 * Returns the position of a target among those of the explanation.
 *
 * @throws RangeError when the target was not swept
 */
export function positionOf({ targets }: Explanation, target: TargetId): number {
  const position = targets.findIndex(({ id }) => id === target)
  if (position < 0)
    throw new RangeError(
      `target ${target} was not swept; this explanation holds ${targets
        .slice(0, 20)
        .map(({ id }) => id)
        .join(", ")}`,
    )
  return position
}

/** Returns the scores of one target, or the contrast of two, one for each pass. */
export function scoresOf(
  explanation: Explanation,
  selection: Selection = preferredTarget(explanation).id,
  score: ReadOut["score"] = "score",
): Float64Array {
  const { target, versus } = typeof selection === "object" ? selection : { target: selection }
  if ((score === "log" || score === "log-odds") && explanation.scale.unit !== "probability")
    throw new PamiError(
      "READ_OUT_UNSUITABLE",
      `"${score}" is for probabilities; these scores have the unit "${explanation.scale.unit}". Read out the score or the difference.`,
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
 * Returns weighted sums of the scores, one for each list of them, and the sum of the weights, over the parts that preserve
 * each unit. A part adds its score where a run starts and subtracts it where the run ends; one prefix sum then gives every
 * unit its total, for any number of parts. The sums of each variant are transformed back and added.
 */
function aggregate(
  { grids, partitions, passes, variants }: Explanation,
  lists: readonly Float64Array[],
  weight: ReadOut["weight"] = "equal",
): { sums: Float64Array[]; count: Float64Array } {
  const size = countUnits(grids)
  const whole = Array.from({ length: lists.length + 1 }, () => new Float64Array(size))
  for (const [number, variant] of variants.entries()) {
    const differences = whole.map(() => new Float64Array(size + 1))
    const count = differences[lists.length]
    let pass = 0
    let used = false
    for (const partition of partitions) {
      const parts = countParts(partition)
      if ((partition.variant ?? 0) !== number) pass += parts
      else
        for (let k = 0; k < parts && pass < passes; k++, pass++) {
          used = true
          const part = partOf(partition, k)
          const share = weightOf(part, weight)
          for (const [list, scores] of lists.entries()) addPart(differences[list], part, scores[pass] * share)
          addPart(count, part, share)
        }
    }
    if (!used) continue
    for (const [index, into] of whole.entries()) {
      const back = transformBack(prefixSums(differences[index]), grids, variant)
      for (let unit = 0; unit < size; unit++) into[unit] += back[unit]
    }
  }
  return { sums: whole.slice(0, -1), count: whole[lists.length] }
}

/** Returns a map of a variant as one of the input. */
function transformBack(
  map: Float64Array,
  grids: Explanation["grids"],
  { inverse = {} }: Variant,
): Float64Array {
  const moved = grids.filter(({ name }) => Object.hasOwn(inverse, name))
  if (moved.length === 0) return map
  const back = map.slice()
  for (const { name, shape, start } of moved)
    back.set(transformUnits(map.subarray(start, start + sizeOf(shape)), shape, inverse[name]), start)
  return back
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

/** Sums in place, and omits the last entry, which lies beyond the units. */
function prefixSums(differences: Float64Array): Float64Array {
  const size = differences.length - 1
  for (let unit = 1; unit < size; unit++) differences[unit] += differences[unit - 1]
  return differences.subarray(0, size)
}
