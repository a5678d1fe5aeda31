import type { TargetId } from "@pami/core"
import { random } from "@pami/core/tensor"
import type { Metric } from "../contracts/metric.ts"

/** The value of a metric for one map, with the class that the map explains. */
export interface Observation {
  readonly value: number
  /** Class of the map, for a mean over classes. */
  readonly class?: TargetId
}

/** Options of {@link summarize} and {@link pairedDifference}. */
export interface SummaryOptions {
  /** Whether the mean is over maps, or over the means of each class: `average` of the metric. Default `maps`. */
  readonly average?: Metric["average"]
  /** Share of the resamples inside the interval, above 0 and below 1. Default 0.95. */
  readonly level?: number
  /** Number of resamples, at least 100. Default 10,000. */
  readonly resamples?: number
  /** Any integer: the same seed gives the same interval. Default 1. */
  readonly seed?: number
}

/** A mean with its interval. */
export interface Summary {
  readonly count: number
  /** `NaN` without values. */
  readonly mean: number
  /** Lower end of the bootstrap interval. */
  readonly low: number
  /** Upper end of the bootstrap interval. */
  readonly high: number
}

/**
 * Returns the mean of the values with its percentile bootstrap interval (Efron and Tibshirani, 1993, chapter 13): inputs are
 * drawn again with replacement.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * const { mean, low, high } = summarize([{ value: 1 }, { value: 0 }, { value: 1 }, { value: 0 }])
 * console.log(mean, low < mean && mean < high) // 0.5 true
 */
export function summarize(observations: readonly Observation[], options: SummaryOptions = {}): Summary {
  const { average = "maps", level = 0.95, resamples = 10_000, seed = 1 } = options
  if (!(level > 0 && level < 1)) throw new RangeError(`level is a share above 0 and below 1; got ${level}`)
  if (!Number.isInteger(resamples) || resamples < 100)
    throw new RangeError(`resamples is a whole number of at least 100; got ${resamples}`)
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is an integer; got ${seed}`)
  const { length: count } = observations
  const values = Float64Array.from(observations, ({ value }) => value)
  const names = [...new Set(observations.map((one) => (average === "classes" ? one.class : undefined)))]
  const groups = Int32Array.from(observations, (one) =>
    average === "classes" ? names.indexOf(one.class) : 0,
  )
  const meanOf = meanOfGroups(values, groups, names.length)
  const next = random(seed)
  const drawn = new Int32Array(count)
  const means = Float64Array.from({ length: count === 0 ? 0 : resamples }, () => {
    for (let at = 0; at < count; at++) drawn[at] = Math.floor(next() * count)
    return meanOf(drawn)
  }).sort()
  const quantile = (share: number) => means[Math.round(share * (means.length - 1))] ?? NaN
  return {
    count,
    mean: meanOf(Int32Array.from(observations.keys())),
    low: quantile((1 - level) / 2),
    high: quantile((1 + level) / 2),
  }
}

/**
 * Returns the mean difference, first minus second, of two lists of values of the same inputs, with its bootstrap interval: the
 * difference is significant if the interval excludes 0. Pairs with a missing value do not count.
 *
 * @throws RangeError for lists of different lengths, or options out of range
 *
 * @example
 * const { mean, low } = pairedDifference([{ value: 0.9 }, { value: 0.7 }, null], [{ value: 0.6 }, { value: 0.5 }, { value: 1 }])
 * console.log(mean.toFixed(2), low > 0) // 0.25 true
 */
export function pairedDifference(
  first: readonly (Observation | null)[],
  second: readonly (Observation | null)[],
  options: SummaryOptions = {},
): Summary {
  if (first.length !== second.length)
    throw new RangeError(`pairs are of the same inputs; got ${first.length} and ${second.length} values`)
  const differences = first.flatMap((one, at): Observation[] => {
    const other = second[at]
    return one === null || other === null ? [] : [{ ...one, value: one.value - other.value }]
  })
  return summarize(differences, options)
}

/** Returns the function from positions of values to the mean of the means of each group that is among them. */
function meanOfGroups(
  values: Float64Array,
  groups: Int32Array,
  count: number,
): (positions: Int32Array) => number {
  const sums = new Float64Array(count)
  const sizes = new Int32Array(count)
  return (positions) => {
    sums.fill(0)
    sizes.fill(0)
    for (const position of positions) {
      sums[groups[position]] += values[position]
      sizes[groups[position]]++
    }
    let [total, present] = [0, 0]
    for (let group = 0; group < count; group++)
      if (sizes[group] > 0) {
        total += sums[group] / sizes[group]
        present++
      }
    return total / present
  }
}
