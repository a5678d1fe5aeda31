import { fft } from "./fft.ts"
import { cosineOf } from "./trigonometry.ts"

/** Options of {@link stft}, in samples. */
export interface StftOptions {
  /** Length of a window, at least 2. */
  readonly window: number
  /** Distance of neighbouring windows, from 1 to half a window: every sample then lies inside two windows. */
  readonly hop: number
}

/** The short-time Fourier transform of a signal. */
export interface Stft extends Required<StftOptions> {
  /** Number of samples of the signal. */
  readonly length: number
  /** Number of windows; window `f` is centred on sample `f * hop`. */
  readonly frames: number
  /** Number of frequencies, `window / 2 + 1` rounded down. */
  readonly bins: number
  /** `[frames, bins]`. */
  readonly re: Float32Array
  /** `[frames, bins]`. */
  readonly im: Float32Array
}

/** Returns a Hann window of a period of `length` samples: 0 at its start, 1 in its middle. */
export function hann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => (1 - cosineOf(i / length)) / 2)
}

/**
 * Returns the short-time Fourier transform of a signal, by Hann windows, with zeros beyond its ends. {@link inverseStft}
 * returns the signal again.
 *
 * @throws RangeError for options out of range
 */
export function stft(samples: Float32Array, { window, hop }: StftOptions): Stft {
  if (!(Number.isInteger(window) && window >= 2 && Number.isInteger(hop) && hop >= 1 && hop <= window / 2))
    throw new RangeError(
      `a window has at least 2 samples and a hop of 1 to half of them; got ${window} and ${hop}`,
    )
  const { length } = samples
  const frames = Math.floor((length - 1) / hop) + 2
  const bins = Math.floor(window / 2) + 1
  const [re, im] = [new Float32Array(frames * bins), new Float32Array(frames * bins)]
  const weights = hann(window)
  const { transform } = fft(window)
  const input = { re: new Float64Array(window), im: new Float64Array(window) }
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * hop - Math.floor(window / 2)
    for (let i = 0; i < window; i++) input.re[i] = weights[i] * (samples[start + i] ?? 0)
    const found = transform(input)
    re.set(found.re.subarray(0, bins), frame * bins)
    im.set(found.im.subarray(0, bins), frame * bins)
  }
  return { length, window, hop, frames, bins, re, im }
}

/** Adds the signal of a transform whose bins are attenuated. */
export interface InverseStft {
  /**
   * Adds to `out` the signal of the transform, each bin multiplied by its gain.
   *
   * @param gains `[frames, bins]`, or `null` for a frame without any; called once for each frame
   * @param out one number for each sample of the signal
   */
  add(gains: (frame: number) => Float32Array | null, out: Float32Array): void
}

/**
 * Returns the inverse of {@link stft} by overlap-add: windows are applied once more, and the sum is divided by the sum of
 * their squares (Griffin and Lim, 1984, equation 6), which is exact if nothing is attenuated, but for the rounding to 32
 * bits.
 */
export function inverseStft({ length, window, hop, frames, bins, re, im }: Stft): InverseStft {
  const weights = hann(window)
  const { transform } = fft(window)
  const input = { re: new Float64Array(window), im: new Float64Array(window) }
  const half = Math.floor(window / 2)
  const norm = new Float64Array(length)
  for (let frame = 0; frame < frames; frame++)
    for (let i = 0; i < window; i++) {
      const at = frame * hop - half + i
      if (at >= 0 && at < length) norm[at] += weights[i] * weights[i]
    }
  const sum = new Float64Array(length)
  return {
    add(gains, out) {
      let [first, last] = [length, 0]
      for (let frame = 0; frame < frames; frame++) {
        const gain = gains(frame)
        if (gain === null) continue
        // The transform of the conjugate is the conjugate of the inverse: only real parts are needed.
        for (let k = 0, at = frame * bins; k < bins; k++, at++) {
          const [real, imaginary] = [re[at] * gain[k], im[at] * gain[k]]
          input.re[k] = real
          input.im[k] = -imaginary
          if (k === 0) continue
          input.re[window - k] = real
          input.im[window - k] = imaginary
        }
        if (window % 2 === 0) input.im[half] = -im[frame * bins + half] * gain[half]
        const found = transform(input)
        const start = frame * hop - half
        const [from, to] = [Math.max(0, start), Math.min(length, start + window)]
        for (let at = from; at < to; at++) sum[at] += (weights[at - start] * found.re[at - start]) / window
        first = Math.min(first, from)
        last = Math.max(last, to)
      }
      for (let at = first; at < last; at++) {
        out[at] += sum[at] / norm[at]
        sum[at] = 0
      }
    },
  }
}
