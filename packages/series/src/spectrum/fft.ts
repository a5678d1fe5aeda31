import { cosineOf, sineOf } from "./trigonometry.ts"

/** Complex numbers: the real parts, and the imaginary parts. */
export interface Complex {
  readonly re: Float64Array
  readonly im: Float64Array
}

/** Transforms complex numbers of one length. */
export interface Fft {
  /** Returns the discrete Fourier transform: `X[k] = sum of x[n] e^(-2 pi i k n / N)`. The next call overwrites it. */
  transform(input: Complex): Complex
}

/**
 * Returns a Fourier transform of any length, fast if the length has small factors only: decimation in time by the factors
 * of the length. FFT libraries take their tables from `Math.cos`, whose last bits differ from engine to engine, and most
 * work for powers of two only; speech models use windows of 400 samples.
 *
 * @throws RangeError for a length that is not a whole number of at least 1
 */
export function fft(length: number): Fft {
  if (!(Number.isInteger(length) && length >= 1))
    throw new RangeError(`the length of a Fourier transform is a whole number of at least 1; got ${length}`)
  const cosines = Float64Array.from({ length }, (_, k) => cosineOf(k / length))
  const sines = Float64Array.from({ length }, (_, k) => -sineOf(k / length))
  const factors = factorsOf(length)
  const most = Math.max(1, ...factors)
  const out: Complex = { re: new Float64Array(length), im: new Float64Array(length) }
  const [holdRe, holdIm] = [new Float64Array(most), new Float64Array(most)]

  /** Transforms every `stride`-th number from `from`, `size` of them, into `size` numbers from `to`. */
  const part = (input: Complex, from: number, stride: number, size: number, to: number, level: number) => {
    if (size === 1) {
      out.re[to] = input.re[from]
      out.im[to] = input.im[from]
      return
    }
    const factor = factors[level]
    const piece = size / factor
    for (let q = 0; q < factor; q++)
      part(input, from + q * stride, stride * factor, piece, to + q * piece, level + 1)
    for (let k = 0; k < piece; k++) {
      for (let q = 0; q < factor; q++) {
        const at = to + q * piece + k
        const turn = q * k * stride
        const [re, im, c, s] = [out.re[at], out.im[at], cosines[turn], sines[turn]]
        holdRe[q] = re * c - im * s
        holdIm[q] = re * s + im * c
      }
      if (factor === 2) {
        out.re[to + k] = holdRe[0] + holdRe[1]
        out.im[to + k] = holdIm[0] + holdIm[1]
        out.re[to + piece + k] = holdRe[0] - holdRe[1]
        out.im[to + piece + k] = holdIm[0] - holdIm[1]
        continue
      }
      for (let r = 0; r < factor; r++) {
        let [re, im] = [holdRe[0], holdIm[0]]
        for (let q = 1; q < factor; q++) {
          const turn = ((q * r) % factor) * (length / factor)
          re += holdRe[q] * cosines[turn] - holdIm[q] * sines[turn]
          im += holdRe[q] * sines[turn] + holdIm[q] * cosines[turn]
        }
        out.re[to + r * piece + k] = re
        out.im[to + r * piece + k] = im
      }
    }
  }
  return {
    transform(input) {
      part(input, 0, 1, length, 0, 0)
      return out
    },
  }
}

function factorsOf(length: number): number[] {
  const factors: number[] = []
  for (let factor = 2, rest = length; rest > 1;)
    if (rest % factor === 0) {
      factors.push(factor)
      rest /= factor
    } else factor = factor * factor > rest ? rest : factor + 1
  return factors
}
