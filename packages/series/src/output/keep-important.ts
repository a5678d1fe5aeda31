import { checkSeries, type Series } from "../series.ts"

/** Options of {@link keepImportant}. */
export interface KeepImportantOptions {
  /** Steps of a unit of the map, as in `SeriesInput`. Default 1. */
  readonly hop?: number
  /** Steps over which sound fades in and out at a border. Default: 5 ms; without a rate, 0. */
  readonly fade?: number
}

/**
 * Returns the series with its most important units only, zeros elsewhere, to be heard: `encodeWav` makes a file of it.
 * Borders fade, so that they do not click.
 *
 * @param map one number for each unit of time
 * @param share of the time that is kept, above 0, at most 1
 * @throws RangeError for a map of another length, and options out of range
 *
 * @example
 * const series = { data: Float32Array.of(1, 2, 3, 4), length: 4, channels: 1 }
 * console.log(keepImportant(series, Float32Array.of(0.1, 0.9), 0.5, { hop: 2 }).data.join()) // 0,0,3,4
 */
export function keepImportant(
  series: Series,
  map: Float32Array,
  share: number,
  { hop = 1, fade = Math.round((series.rate ?? 0) * 0.005) }: KeepImportantOptions = {},
): Series {
  checkSeries(series)
  const { length, channels, rate } = series
  const units = Math.ceil(length / hop)
  if (map.length !== units)
    throw new RangeError(`a map of ${length} steps in units of ${hop} has ${units} values; got ${map.length}`)
  if (!(share > 0 && share <= 1)) throw new RangeError(`share is above 0 and at most 1; got ${share}`)
  if (!(Number.isInteger(fade) && fade >= 0))
    throw new RangeError(`fade is a whole number of steps, or 0; got ${fade} at a rate of ${rate ?? "none"}`)
  // Of equal units the earlier.
  const order = Array.from(map.keys()).sort((a, b) => map[b] - map[a] || a - b)
  const kept = new Uint8Array(units)
  for (const unit of order.slice(0, Math.max(1, Math.round(share * units)))) kept[unit] = 1
  // Distance of each step from the next step that is not kept, on both sides; the ends of the series do not count.
  const gain = new Float32Array(length)
  const pass = (from: number, step: number) => {
    let inside = Infinity
    for (let at = from; at >= 0 && at < length; at += step) {
      inside = kept[Math.floor(at / hop)] === 1 ? inside + 1 : 0
      const now = inside === 0 ? 0 : Math.min(1, inside / (fade + 1))
      gain[at] = step > 0 ? now : Math.min(gain[at], now)
    }
  }
  pass(0, 1)
  pass(length - 1, -1)
  return { ...series, data: series.data.map((value, i) => value * gain[Math.floor(i / channels)]) }
}
