/** The importance of a column over many rows. */
export interface ColumnSummary {
  readonly mean: number
  /** Mean of the absolute values: how much the column matters, whichever way. */
  readonly meanAbsolute: number
  /** Sample standard deviation; 0 for one row. */
  readonly deviation: number
  /** Lower quartile, median and upper quartile, interpolated linearly. */
  readonly quartiles: readonly [lower: number, median: number, upper: number]
  /** Number of maps with a value for the column. */
  readonly count: number
}

/**
 * Returns the summary of each column over the maps of many rows. `NaN` is left out.
 *
 * @param maps one value for each column; at least one map, all of one length
 * @throws RangeError for no maps, and for maps of different lengths
 *
 * @example
 * const [age] = summarizeMaps([Float32Array.of(0.5), Float32Array.of(-0.25), Float32Array.of(0.5)])
 * console.log(age.mean, age.quartiles.join()) // 0.25 0.125,0.5,0.5
 */
export function summarizeMaps(maps: readonly Float32Array[]): readonly ColumnSummary[] {
  if (maps.length === 0 || maps.some(({ length }) => length !== maps[0].length))
    throw new RangeError(
      `maps of one length are summarized; got ${[...new Set(maps.map(({ length }) => length))].join(", ") || "none"}`,
    )
  return Array.from(maps[0], (_, column) => {
    const values = maps.map((map) => map[column]).filter((value) => !Number.isNaN(value))
    const count = values.length
    const sum = (of: (value: number) => number) => values.reduce((all, value) => all + of(value), 0)
    const mean = sum((value) => value) / count
    const sorted = values.sort((a, b) => a - b)
    return {
      mean,
      meanAbsolute: sum(Math.abs) / count,
      deviation:
        count < 2 ? (count === 1 ? 0 : NaN) : Math.sqrt(sum((value) => (value - mean) ** 2) / (count - 1)),
      quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)],
      count,
    }
  })
}

function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return NaN
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  const high = Math.min(sorted.length - 1, low + 1)
  return sorted[low] + (at - low) * (sorted[high] - sorted[low])
}
