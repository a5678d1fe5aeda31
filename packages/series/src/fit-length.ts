import type { Finding } from "@pami/core"
import { note } from "./finding.ts"
import { checkSeries, type Series } from "./series.ts"

/** Options of {@link fitLength}. */
export interface FitLengthOptions {
  /** The part of a longer series that is kept. Default `start`. */
  readonly keep?: "start" | "centre" | "end"
}

/** A series of a fixed length. */
export interface FittedSeries {
  readonly series: Series
  /** Step of the given series at which the fitted one begins. */
  readonly offset: number
  /** `CROPPED` or `PADDED`. */
  readonly finding?: Finding
}

/**
 * Crops a series to a length, or pads it: sound with silence, measurements with their last value.
 *
 * @throws RangeError for a length that is not a whole number of at least 1
 *
 * @example
 * const series = { data: Float32Array.of(1, 2, 3, 4, 5), length: 5, channels: 1 }
 * console.log(fitLength(series, 3, { keep: "centre" }).series.data.join()) // 2,3,4
 */
export function fitLength(
  series: Series,
  length: number,
  { keep = "start" }: FitLengthOptions = {},
): FittedSeries {
  checkSeries(series)
  if (!(Number.isInteger(length) && length >= 1))
    throw new RangeError(`length is a whole number of at least 1; got ${length}`)
  const { channels, data } = series
  if (length === series.length) return { series, offset: 0 }
  const given = durationOf(series.length, series.rate)
  const wanted = durationOf(length, series.rate)
  if (length < series.length) {
    const rest = series.length - length
    const offset = keep === "start" ? 0 : keep === "end" ? rest : Math.floor(rest / 2)
    return {
      series: { ...series, length, data: data.slice(offset * channels, (offset + length) * channels) },
      offset,
      finding: note(
        "CROPPED",
        `the input has ${given}; the model sees the ${wanted} from ${durationOf(offset, series.rate)} on`,
        "explain another part of it, if the model decides by that",
      ),
    }
  }
  const padded = new Float32Array(length * channels)
  padded.set(data)
  const sound = series.kind === "sound"
  if (!sound) for (let i = data.length; i < padded.length; i++) padded[i] = padded[i - channels]
  return {
    series: { ...series, length, data: padded },
    offset: 0,
    finding: note(
      "PADDED",
      `the input has ${given}; the model takes ${wanted}: ${sound ? "silence" : "the last value"} follows`,
      "take a longer input, if the model was not trained on padded ones",
    ),
  }
}

function durationOf(steps: number, rate: number | undefined): string {
  return rate === undefined ? `${steps} steps` : `${Number((steps / rate).toPrecision(3))} s`
}
