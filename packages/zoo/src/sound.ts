import { random } from "@pami/core/tensor"
import { sin } from "./arithmetic.ts"
import { choose, countOf, starts } from "./range.ts"
import { type Phone, phones, utter } from "./voice.ts"

/** Names of the words, in the order of the classes of the model (0 to 5). Each is spoken as its three letters. */
export const words = ["asi", "eus", "iao", "ose", "uia", "sou"] as const

/** A word of the sounds. */
export type Word = (typeof words)[number]

/** Options of a sound. The seed decides everything else. */
export interface SoundOptions {
  /** Number of words, 0 to 2, or an inclusive range. Default: 1. */
  readonly words?: number | readonly [number, number]
  /** Level of the noise and of other sounds, relative to the usual level: 0 to 4. Default: 1. */
  readonly noise?: number
}

/** A word in a sound. */
export interface SpokenWord {
  /** Index in `words`, which is the class of the model. */
  readonly word: number
  readonly name: Word
  /** First sample, and the sample after the last. */
  readonly start: number
  readonly end: number
}

/** A second of sound in which the owner of every sample is known. */
export interface Sound {
  /** Samples per second: 8,000. */
  readonly rate: number
  /** Samples in [-1, 1], `[8000]`. */
  readonly samples: Float32Array
  /** Owner of each sample: k for `words[k - 1]`, 0 for everything else. */
  readonly owner: Uint8Array
  /** The words, in order of time. */
  readonly words: readonly SpokenWord[]
}

/** Samples per second. */
export const soundRate = 8000

/**
 * Returns the sound of a seed: words of three phones, spoken by different voices in noise, with single phones, hums and
 * clicks between them. The same seed and options give the same samples in every engine.
 *
 * @param seed any integer, of which the low 32 bits are used
 * @throws RangeError for an option outside its range
 */
export function sound(seed: number, options: SoundOptions = {}): Sound {
  const { noise = 1 } = options
  if (!(noise >= 0 && noise <= 4)) throw new RangeError(`noise must be from 0 to 4, got ${noise}`)
  const next = random(seed)
  const samples = new Float64Array(soundRate)
  const owner = new Uint8Array(soundRate)
  const chosen = choose(next, countOf(next, "words", options.words ?? 1, 2), words.length)

  const spoken = chosen.map((word) => speak(next, [...words[word]] as Phone[]))
  // Phones of other sounds have the length of a phone, and stand between the words.
  const strays = Array.from({ length: Math.round(2 * noise * next()) }, () =>
    speak(next, [phones[Math.floor(next() * phones.length)]]),
  )
  const order = choose(next, spoken.length + strays.length, spoken.length + strays.length)
  const lengths = order.map((index) => [...spoken, ...strays][index].length + 160)
  const places = starts(next, lengths, soundRate)
  const said: SpokenWord[] = []
  order.forEach((index, turn) => {
    const start = places[turn] + 80
    const voice = [...spoken, ...strays][index]
    for (let k = 0; k < voice.length; k++) samples[start + k] += voice[k]
    if (index >= spoken.length) return
    const word = chosen[index]
    said.push({ word, name: words[word], start, end: start + voice.length })
    owner.fill(said.length, start, start + voice.length)
  })
  disturb(next, noise, samples)
  return {
    rate: soundRate,
    samples: Float32Array.from(samples, (s) => Math.min(1, Math.max(-1, s))),
    owner,
    words: said,
  }
}

/** Returns phones spoken by a random voice. */
function speak(next: () => number, spoken: readonly Phone[]): Float64Array {
  const voice = { pitch: 90 + 130 * next(), tract: 0.92 + 0.16 * next(), loudness: 0.25 + 0.3 * next() }
  const slowness = 0.85 + 0.3 * next()
  return utter(next, spoken, voice, () => Math.round(soundRate * slowness * (0.07 + 0.03 * next())))
}

/** Adds white noise, a hum and clicks. */
function disturb(next: () => number, noise: number, samples: Float64Array): void {
  const hiss = noise * (0.01 + 0.05 * next())
  const hum = noise * 0.06 * next()
  const step = (2 * Math.PI * (50 + 150 * next())) / soundRate
  const clicks = Math.round(4 * noise * next())
  for (let k = 0; k < samples.length; k++)
    samples[k] += hiss * (next() + next() + next() - 1.5) + hum * sin(step * k)
  for (let click = 0; click < clicks; click++) {
    const at = Math.floor(next() * (samples.length - 40))
    const strength = 0.5 * next()
    for (let k = 0; k < 40; k++) samples[at + k] += strength * (1 - k / 40) * (2 * next() - 1)
  }
}
