import { PamiError } from "@pami/core"
import { log } from "@pami/core/tensor"
import type { SeriesErrorCode } from "../error-code.ts"
import { checkSeries, type Series } from "../series.ts"
import { fft } from "./fft.ts"
import type { FrontEnd } from "./front-end.ts"
import { melFilters } from "./mel-filters.ts"
import { hann } from "./stft.ts"

/** Options of {@link melFrontEnd}. */
export interface MelFrontEndOptions {
  /** Samples per second. */
  readonly rate: number
  /** Length of a window, in samples. */
  readonly window: number
  /** Distance of neighbouring windows, in samples. */
  readonly hop: number
  /** Length of the Fourier transform; windows are padded on both sides. Default: `window`. */
  readonly fftSize?: number
  /** Number of bands. */
  readonly mels: number
  /** Lowest frequency, in Hz. Default 0. */
  readonly fmin?: number
  /** Highest frequency, in Hz. Default: half the rate. */
  readonly fmax?: number
  /** The mel scale: of Slaney's Auditory Toolbox, as in librosa, or of HTK, as in Kaldi. Default `slaney`. */
  readonly scale?: "slaney" | "htk"
  /** Whether each band is divided by its width, so that all have one area. Default: true for `slaney`. */
  readonly equalArea?: boolean
  /** 1: magnitudes, 2: power. Default 2. */
  readonly power?: 1 | 2
  /** Natural or decimal logarithm, decibel (10 log10), or none. Default `ln`. */
  readonly log?: "ln" | "log10" | "db" | "none"
  /** Lower numbers are raised to it before the logarithm. Default 1e-10. */
  readonly floor?: number
  /** Whether frame `f` is centred on sample `f * hop`; otherwise it begins there. Default: true. */
  readonly centred?: boolean
  /** The samples beyond the ends of centred frames: mirrored, or zeros. Default `reflect`. */
  readonly padding?: "reflect" | "zeros"
}

/**
 * Returns a front end of mel features: power in Hann windows, summed in bands of equal width on the mel scale, as a
 * logarithm. With the defaults: `librosa.feature.melspectrogram(y, sr, n_fft, hop_length, n_mels)`, then `ln(max(x, 1e-10))`.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * const frontEnd = melFrontEnd({ rate: 16_000, window: 400, hop: 160, mels: 40 })
 * const sound = { data: new Float32Array(16_000), length: 16_000, channels: 1, rate: 16_000 }
 * const { length, channels } = frontEnd.features(sound)
 * console.log(length, channels) // 101 40
 */
export function melFrontEnd(options: MelFrontEndOptions): FrontEnd {
  const { rate, window, hop, mels, fftSize = window, fmin = 0, fmax = rate / 2 } = options
  const { scale = "slaney", equalArea = scale === "slaney", power = 2, floor = 1e-10 } = options
  const { log: logarithm = "ln", centred = true, padding = "reflect" } = options
  const whole = Object.entries({ window, hop, mels, fftSize }).find(
    ([, value]) => !(Number.isInteger(value) && value >= 1 && value <= 2 ** 20),
  )
  if (whole !== undefined)
    throw new RangeError(`${whole[0]} is a whole number from 1 to 2^20; got ${whole[1]}`)
  if (fftSize < window) throw new RangeError(`fftSize is at least the window, ${window}; got ${fftSize}`)
  if (!(rate > 0 && fmin >= 0 && fmax > fmin && fmax <= rate / 2))
    throw new RangeError(`0 <= fmin < fmax <= rate / 2; got ${fmin}, ${fmax} and ${rate}`)
  if (!(floor > 0)) throw new RangeError(`floor is above 0; got ${floor}`)
  const { bands, filters } = melFilters({ rate, fftSize, mels, fmin, fmax, scale, equalArea })
  const weights = hann(window)
  const front = Math.floor((fftSize - window) / 2)
  const names = bands.map(([low, high]) => `${Math.round(low)} to ${Math.round(high)} Hz`)
  const framesOf = (length: number) =>
    centred ? 1 + Math.floor(length / hop) : 1 + Math.floor((length - fftSize) / hop)
  const level = (value: number) => {
    if (logarithm === "none") return value
    const natural = log(Math.max(value, floor))
    return logarithm === "ln" ? natural : (natural / Math.LN10) * (logarithm === "db" ? 10 : 1)
  }
  return {
    name: "mel",
    settings: {
      rate,
      window,
      hop,
      fftSize,
      mels,
      fmin,
      fmax,
      scale,
      equalArea,
      power,
      log: logarithm,
      floor,
      centred,
      padding,
    },
    rate,
    hop,
    bands,
    samplesFor: (frames) => Math.max(1, (frames - 1) * hop + (centred ? 0 : fftSize)),
    features(sound) {
      checkMono(sound, rate)
      const { data, length } = sound
      const frames = framesOf(length)
      if (frames < 1)
        throw new PamiError<SeriesErrorCode>(
          "SHAPE_MISMATCH",
          `the sound has ${length} samples; one frame needs ${fftSize}: give a longer sound`,
          { data: { length, needed: fftSize } },
        )
      const { transform } = fft(fftSize)
      const input = { re: new Float64Array(fftSize), im: new Float64Array(fftSize) }
      const sampleAt = (at: number) => {
        if (at >= 0 && at < length) return data[at]
        return padding === "zeros" ? 0 : data[mirror(at, length)]
      }
      const features = new Float32Array(frames * mels)
      const spectrum = new Float64Array(Math.floor(fftSize / 2) + 1)
      for (let frame = 0; frame < frames; frame++) {
        const start = frame * hop - (centred ? Math.floor(fftSize / 2) : 0) + front
        for (let i = 0; i < window; i++) input.re[front + i] = weights[i] * sampleAt(start + i)
        const { re, im } = transform(input)
        for (let k = 0; k < spectrum.length; k++) {
          const squared = re[k] * re[k] + im[k] * im[k]
          spectrum[k] = power === 2 ? squared : Math.sqrt(squared)
        }
        for (const [band, { first, weights: shares }] of filters.entries()) {
          let sum = 0
          for (let k = 0; k < shares.length; k++) sum += shares[k] * spectrum[first + k]
          features[frame * mels + band] = level(sum)
        }
      }
      return { data: features, length: frames, channels: mels, rate: rate / hop, names }
    },
  }
}

function checkMono(sound: Series, rate: number): void {
  checkSeries(sound)
  if (sound.channels !== 1 || (sound.rate !== undefined && sound.rate !== rate))
    throw new RangeError(
      `features are of one channel at ${rate} Hz; got ${sound.channels} at ${sound.rate ?? "an unknown rate"}: mixToMono and resample`,
    )
}

/** Returns the position of a mirrored sample; the sample at an end is not repeated. */
function mirror(at: number, length: number): number {
  const period = Math.max(1, 2 * (length - 1))
  const rest = ((at % period) + period) % period
  return rest < length ? rest : period - rest
}
