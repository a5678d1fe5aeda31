/** The whole method in two arrays: sum of scores and number of parts at every unit. */
export interface Growing {
  readonly sum: Float64Array
  readonly count: Float64Array
  /** Number of scored parts. */
  readonly tried: number
}

/** Returns empty sums. */
export function nothingTried(units: number): Growing {
  return { sum: new Float64Array(units), count: new Float64Array(units), tried: 0 }
}

/** Adds the score of a part at each of its units. Changes the arrays in place. */
export function writeDown({ sum, count, tried }: Growing, part: Int32Array, score: number): Growing {
  for (let i = 0; i < part.length; i += 2)
    for (let unit = part[i]; unit < part[i + 1]; unit++) {
      sum[unit] += score
      count[unit]++
    }
  return { sum, count, tried: tried + 1 }
}

/** Returns the mean score of the parts that contain each unit; `NaN` for units without a part. */
export function meanOf({ sum, count }: Growing): Float32Array {
  return Float32Array.from(sum, (total, unit) => (count[unit] === 0 ? NaN : total / count[unit]))
}
