import { type Finding, PamiError } from "@pami/core"
import type { SeriesErrorCode } from "./error-code.ts"

/** Values over time: the samples of a sound, the measurements of sensors. */
export interface Series {
  /** `[length, channels]`: the channels of one step side by side. Samples of sound lie from -1 to 1. */
  readonly data: Float32Array
  /** Number of time steps, at least 1. */
  readonly length: number
  /** Number of values of each step, at least 1. */
  readonly channels: number
  /** Time steps per second. Default: unknown. */
  readonly rate?: number
  /** Name of each channel. Default: none. */
  readonly names?: readonly string[]
  /** Decides defaults: quiet for sound, the mean for measurements. Default `measurements`. */
  readonly kind?: "sound" | "measurements"
  /** Findings about reading it, such as guesses. Default: none. */
  readonly findings?: readonly Finding[]
}

/** Most values of a series, all channels together: 25 minutes of one channel at 44.1 kHz, 256 MiB. */
export const mostValues = 2 ** 26

/** @throws RangeError when data, length and channels do not fit each other */
export function checkSeries({ data, length, channels, rate, names }: Series): void {
  if (!(Number.isInteger(length) && length >= 1 && Number.isInteger(channels) && channels >= 1))
    throw new RangeError(
      `a series has at least one step and one channel; got ${length} steps of ${channels} channels`,
    )
  if (data.length !== length * channels)
    throw new RangeError(
      `a series of ${length} steps and ${channels} channels has ${length * channels} values; got ${data.length}`,
    )
  if (rate !== undefined && !(rate > 0 && Number.isFinite(rate)))
    throw new RangeError(`the rate of a series is a number of steps per second above 0; got ${rate}`)
  if (names !== undefined && names.length !== channels)
    throw new RangeError(`a series of ${channels} channels has as many names; got ${names.length}`)
}

/** @throws PamiError `SERIES_TOO_LARGE` when a series would have more than {@link mostValues} values */
export function checkSize(name: string, length: number, channels: number): void {
  if (length * channels <= mostValues) return
  throw new PamiError<SeriesErrorCode>(
    "SERIES_TOO_LARGE",
    `${name} has ${length} steps of ${channels} channels; at most ${mostValues} values are read: cut it into pieces`,
    { data: { length, channels, most: mostValues } },
  )
}

/** Returns the values of one channel. */
export function channelOf({ data, length, channels }: Series, channel: number): Float32Array {
  if (channels === 1) return data
  return Float32Array.from({ length }, (_, step) => data[step * channels + channel])
}

/** Returns the series with other values: one array for each channel, of equal lengths. */
export function withChannels(series: Series, values: readonly Float32Array[], rate = series.rate): Series {
  const channels = values.length
  const { length } = values[0]
  const data = channels === 1 ? values[0] : new Float32Array(length * channels)
  if (channels > 1)
    for (let step = 0, at = 0; step < length; step++)
      for (let channel = 0; channel < channels; channel++) data[at++] = values[channel][step]
  const { rate: _, names, ...rest } = series
  return {
    ...rest,
    data,
    length,
    channels,
    ...(rate === undefined ? {} : { rate }),
    ...(names?.length === channels ? { names } : {}),
  }
}

/**
 * Returns a series of one channel: the mean of all.
 *
 * @example
 * const stereo = { data: Float32Array.of(1, 0, 0.5, 0.5), length: 2, channels: 2 }
 * console.log(mixToMono(stereo).data.join()) // 0.5,0.5
 */
export function mixToMono(series: Series): Series {
  checkSeries(series)
  const { data, length, channels } = series
  if (channels === 1) return series
  const mixed = Float32Array.from({ length }, (_, step) => {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) sum += data[step * channels + channel]
    return sum / channels
  })
  return withChannels(series, [mixed])
}
