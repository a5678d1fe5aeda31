import { type Finding, PamiError } from "@pami/core"
import type { SeriesErrorCode } from "../error-code.ts"
import { note } from "../finding.ts"
import { fitLength, type FitLengthOptions } from "../fit-length.ts"
import { resample } from "../resample.ts"
import { checkSeries, mixToMono, type Series } from "../series.ts"
import type { SeriesShape } from "../shape/series-shape.ts"

/** How a series is brought to the form that a model takes. */
export interface PrepareOptions extends FitLengthOptions {
  /** Steps per second that the model takes. Default: those of the series. */
  readonly rate?: number
  /** Steps that the model takes. Default: those of the series. */
  readonly length?: number
}

/** A series in the form that a model takes. */
export interface PreparedSeries {
  readonly series: Series
  /** Step of the resampled series at which it begins. */
  readonly offset: number
  readonly findings: readonly Finding[]
}

/** A series before it is resampled, with what was found so far. */
export type MixedSeries = Omit<PreparedSeries, "offset">

/** Mixes sound to one channel, unless the model takes as many channels; with a finding. */
export function mixFor(series: Series, channels: number): MixedSeries {
  checkSeries(series)
  const { findings = [], kind } = series
  if (series.channels === channels || channels !== 1 || kind !== "sound") return { series, findings }
  const mixed = note(
    "CHANNELS_MIXED",
    `the sound has ${series.channels} channels; the model takes one: it is given their mean`,
    "give one channel, if the channels differ",
  )
  return { series: mixToMono(series), findings: [...findings, mixed] }
}

/**
 * Resamples a mixed series, then crops or pads it to the shape that the model takes. The findings are those of all three.
 *
 * @throws PamiError `RATE_UNKNOWN` if the model has a rate, and the series has none
 */
export function prepare(
  { series: given, findings: ofMixing }: MixedSeries,
  shape: Pick<SeriesShape, "finding">,
  { rate, length, keep }: PrepareOptions,
): PreparedSeries {
  const findings = [...ofMixing, ...(shape.finding === undefined ? [] : [shape.finding])]
  let series = given
  if (rate !== undefined && rate !== given.rate) {
    if (given.rate === undefined)
      throw new PamiError<SeriesErrorCode>(
        "RATE_UNKNOWN",
        `the model takes ${rate} steps per second; the rate of the series is unknown: give it`,
        { data: { rate } },
      )
    series = resample(given, rate)
    findings.push(
      note(
        "RESAMPLED",
        `the input has ${given.rate} Hz; the model takes ${rate}: it is resampled`,
        "none needed",
      ),
    )
  }
  if (length === undefined) return { series, offset: 0, findings }
  const fitted = fitLength(series, length, keep === undefined ? {} : { keep })
  if (fitted.finding !== undefined) findings.push(fitted.finding)
  return { series: fitted.series, offset: fitted.offset, findings }
}
