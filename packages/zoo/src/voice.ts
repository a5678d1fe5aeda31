import { sin } from "./arithmetic.ts"

/** A phone: a vowel, or the hiss `s`. */
export type Phone = "a" | "e" | "i" | "o" | "u" | "s"

export const phones: readonly Phone[] = ["a", "e", "i", "o", "u", "s"]

// The first three formants of vowels in Hz, as Peterson and Barney (1952) measured them.
const formants: Readonly<Record<Exclude<Phone, "s">, readonly [number, number, number]>> = {
  a: [730, 1090, 2440],
  e: [530, 1840, 2480],
  i: [270, 2290, 3010],
  o: [570, 840, 2410],
  u: [300, 870, 2240],
}
const strengths = [1, 0.6, 0.25]
const bandwidth = 90
const rate = 8000

/** How somebody speaks. */
export interface Voice {
  /** Fundamental frequency in Hz. */
  readonly pitch: number
  /** Factor of all formants. */
  readonly tract: number
  /** Peak of the samples. */
  readonly loudness: number
}

/** Returns the samples of phones in a row, each as long as `duration` says, with soft edges. */
export function utter(
  next: () => number,
  spoken: readonly Phone[],
  voice: Voice,
  duration: () => number,
): Float64Array {
  const lengths = spoken.map(duration)
  const samples = new Float64Array(lengths.reduce((sum, length) => sum + length, 0))
  let start = 0
  spoken.forEach((phone, index) => {
    const to = samples.subarray(start, start + lengths[index])
    if (phone === "s") hiss(next, voice, to)
    else vowel(formants[phone], voice, start, to)
    for (let k = 0; k < to.length; k++) to[k] *= edge(k, to.length)
    start += to.length
  })
  return samples
}

/** Adds the harmonics of the pitch, strong near the formants. */
function vowel(
  centres: readonly number[],
  { pitch, tract, loudness }: Voice,
  start: number,
  to: Float64Array,
): void {
  let sum = 0
  const harmonics: { step: number; strength: number }[] = []
  for (let frequency = pitch; frequency < 3600; frequency += pitch) {
    let strength = 0
    centres.forEach((centre, k) => {
      const off = (frequency - tract * centre) / bandwidth
      strength += strengths[k] / (1 + off * off)
    })
    if (strength < 0.03) continue
    harmonics.push({ step: (2 * Math.PI * frequency) / rate, strength })
    sum += strength
  }
  for (const { step, strength } of harmonics) {
    const amplitude = (loudness * strength * 1.6) / sum
    // Another phase for each harmonic keeps the peaks of the sum low.
    const phase = step * step * 97
    for (let k = 0; k < to.length; k++) to[k] += amplitude * sin(step * (start + k) + phase)
  }
}

/** Adds noise of high frequencies. */
function hiss(next: () => number, { loudness }: Voice, to: Float64Array): void {
  let [before, earlier] = [0, 0]
  for (let k = 0; k < to.length; k++) {
    const white = next() + next() - 1
    to[k] += 0.35 * loudness * (white - 1.2 * before + 0.5 * earlier)
    earlier = before
    before = white
  }
}

/** Returns the loudness at sample `k` of a phone of `length`: rises and falls within 10 ms. */
function edge(k: number, length: number): number {
  const t = Math.min(1, (Math.min(k, length - 1 - k) + 1) / (0.01 * rate))
  return t * t * (3 - 2 * t)
}
