import type { MaskingOperator, Settings } from "@pami/core"
import { random } from "@pami/core/tensor"
import { channelOf, checkSeries, type Series, withChannels } from "./series.ts"
import { inverseStft, stft } from "./spectrum/stft.ts"

/** Masks with zeros: silence. The default for sound, of which a model has heard pauses. */
export function silence(): MaskingOperator<Series> {
  return operator("silence", {}, ({ data }) => new Float32Array(data.length))
}

/**
 * Masks each channel with its mean. The default for measurements: zero may be far from any value of a sensor, and the mean
 * says nothing about any time.
 */
export function channelMean(): MaskingOperator<Series> {
  return operator("channel-mean", {}, ({ data, length, channels }) => {
    const sums = new Float64Array(channels)
    for (let i = 0; i < data.length; i++) sums[i % channels] += data[i]
    return data.map((_, i) => sums[i % channels] / length)
  })
}

/** Masks each channel with the line from its first value to its last: keeps a trend, removes what happens on the way. */
export function interpolation(): MaskingOperator<Series> {
  return operator("interpolation", {}, ({ data, length, channels }) =>
    data.map((_, i) => {
      const channel = i % channels
      const [start, end] = [data[channel], data[(length - 1) * channels + channel]]
      return start + ((end - start) * Math.floor(i / channels)) / Math.max(1, length - 1)
    }),
  )
}

/** Options of {@link matchedNoise}. */
export interface MatchedNoiseOptions {
  /** Any integer: the same seed gives the same noise everywhere. */
  readonly seed: number
}

/**
 * Masks each channel with noise that has, on average over time, the level of the channel at each frequency: for models
 * that have heard noise and no silence.
 *
 * @throws RangeError for a seed that is not an integer
 */
export function matchedNoise({ seed }: MatchedNoiseOptions): MaskingOperator<Series> {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`matchedNoise: seed is an integer, not ${seed}`)
  return operator("matched-noise", { seed }, (series) => {
    const next = random(seed)
    const { length, channels } = series
    // A window of a sixteenth of the series, from 8 to 1024 samples.
    const window = 2 ** Math.max(3, Math.min(10, Math.floor(Math.log2(length / 16))))
    const noisy = Array.from({ length: channels }, (_, channel) => {
      // Uniform numbers of variance 1.
      const white = Float32Array.from({ length }, () => Math.sqrt(12) * (next() - 0.5))
      const options = { window, hop: window / 2 }
      const [level, flat] = [channelOf(series, channel), white].map((values) => levels(stft(values, options)))
      const gain = Float32Array.from(level, (value, bin) => (flat[bin] > 0 ? value / flat[bin] : 0))
      const out = new Float32Array(length)
      inverseStft(stft(white, options)).add(() => gain, out)
      return out
    })
    return withChannels(series, noisy).data
  })
}

/** Returns the root mean square of each bin over time. */
function levels({ frames, bins, re, im }: ReturnType<typeof stft>): Float64Array {
  const sums = new Float64Array(bins)
  for (let i = 0; i < re.length; i++) sums[i % bins] += re[i] * re[i] + im[i] * im[i]
  return sums.map((sum) => Math.sqrt(sum / frames))
}

/** Returns the default masking operator of a series: {@link silence} for sound, else {@link channelMean}. */
export function defaultMasking({ kind }: Series): MaskingOperator<Series> {
  return kind === "sound" ? silence() : channelMean()
}

function operator(
  name: string,
  settings: Settings,
  values: (series: Series) => Float32Array,
): MaskingOperator<Series> {
  return {
    name,
    settings,
    baseline(series) {
      checkSeries(series)
      return { ...series, data: values(series) }
    },
  }
}
