import { channelOf, checkSeries, checkSize, type Series, withChannels } from "./series.ts"
import { sineOf } from "./spectrum/trigonometry.ts"

// Zero crossings of the sinc on each side, the shape of its Kaiser window, and the end of the pass band as a share of the
// lower of the two Nyquist frequencies: the defaults of librosa's "kaiser_best".
const crossings = 64
const beta = 14.769656459379492
const rolloff = 0.9475937167399596

/** Coefficients of filters that are kept; one filter for each phase. */
const mostCoefficients = 2 ** 22

/**
 * Returns the series at another rate. Frequencies that the lower rate cannot hold are removed first: a sinc with a Kaiser
 * window (Smith, Digital audio resampling, 2002), evaluated at each sample. The first and the last value are repeated beyond
 * the ends. The result is the same on every machine.
 *
 * @param rate steps per second
 * @throws RangeError for a series without a rate, or a rate that is not above 0
 * @throws PamiError `SERIES_TOO_LARGE`
 *
 * @example
 * const second = { data: new Float32Array(44_100), length: 44_100, channels: 1, rate: 44_100 }
 * console.log(resample(second, 16_000).length) // 16000
 */
export function resample(series: Series, rate: number): Series {
  checkSeries(series)
  if (series.rate === undefined) throw new RangeError("a series without a rate cannot be resampled")
  if (!(rate > 0 && Number.isFinite(rate)))
    throw new RangeError(`rate is a number of steps per second above 0; got ${rate}`)
  if (rate === series.rate) return series
  const [up, down] = ratio(rate, series.rate)
  const length = Math.ceil((series.length * up) / down)
  checkSize("the resampled series", length, series.channels)
  const filters = filtersFor(up, Math.min(1, up / down))
  const resampled = Array.from({ length: series.channels }, (_, channel) => {
    const values = channelOf(series, channel)
    const last = values.length - 1
    return Float32Array.from({ length }, (_, n) => {
      const at = Math.floor((n * down) / up)
      const filter = filters(n * down - at * up)
      const start = at - filter.length / 2 + 1
      let sum = 0
      for (let k = 0; k < filter.length; k++)
        sum += filter[k] * values[Math.min(last, Math.max(0, start + k))]
      return sum
    })
  })
  return withChannels(series, resampled, rate)
}

/** Returns the ratio of two rates in whole numbers without a common factor; rates are read to a millionth. */
function ratio(to: number, from: number): [up: number, down: number] {
  const scale = Number.isInteger(to) && Number.isInteger(from) ? 1 : 1e6
  let [a, b] = [Math.max(1, Math.round(to * scale)), Math.max(1, Math.round(from * scale))]
  const [up, down] = [a, b]
  while (b > 0) [a, b] = [b, a % b]
  return [up / a, down / a]
}

/** Returns the filter of each phase, from 0 to `phases` exclusive: samples before and after the place, as many of each. */
function filtersFor(phases: number, width: number): (phase: number) => Float64Array {
  const reach = Math.ceil(crossings / width)
  const kept = new Map<number, Float64Array>()
  const peak = bessel(beta)
  return (phase) => {
    const known = kept.get(phase)
    if (known !== undefined) return known
    const filter = new Float64Array(2 * reach)
    let sum = 0
    for (let k = 0; k < filter.length; k++) {
      const distance = k - reach + 1 - phase / phases
      const share = distance / reach
      const x = distance * width * rolloff
      const sinc = x === 0 ? 1 : sineOf(x / 2) / (Math.PI * x)
      filter[k] = sinc * (bessel(beta * Math.sqrt(Math.max(0, 1 - share * share))) / peak)
      sum += filter[k]
    }
    // A constant stays what it is.
    for (let k = 0; k < filter.length; k++) filter[k] /= sum
    if ((kept.size + 1) * filter.length <= mostCoefficients) kept.set(phase, filter)
    return filter
  }
}

/** Returns the modified Bessel function of order 0, by its power series. */
function bessel(x: number): number {
  const square = (x * x) / 4
  let sum = 1
  for (let k = 1, term = square; sum + term > sum; k++, term *= square / (k * k)) sum += term
  return sum
}
