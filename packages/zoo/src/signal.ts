import { random } from "@pami/core/tensor"
import { sin } from "./arithmetic.ts"
import { choose, countOf, starts } from "./range.ts"

/** Names of the patterns, in the order of the classes of the model (0 to 4). */
export const patterns = ["bump", "dip", "burst", "sawtooth", "plateau"] as const

/** Name of a pattern. */
export type PatternName = (typeof patterns)[number]

/** Options of a signal. The seed decides everything else. */
export interface SignalOptions {
  /** Number of different patterns, 0 to 3, or an inclusive range. Default: 1. */
  readonly patterns?: number | readonly [number, number]
  /** Level of noise and drift, relative to the usual level: 0 to 3. Default: 1. */
  readonly noise?: number
}

/** A pattern in a signal. */
export interface SignalEvent {
  /** Index in `patterns`, which is the class of the model. */
  readonly pattern: number
  readonly name: PatternName
  readonly channel: number
  /** First time step, and the step after the last. */
  readonly start: number
  readonly end: number
}

/** Values of several channels over time, in which the owner of every value is known. */
export interface Signal {
  /** Number of time steps, 128. */
  readonly steps: number
  /** Number of channels, 4. */
  readonly channels: number
  /** Values, `[steps, channels]`, about -3 to 3. */
  readonly values: Float32Array
  /** Owner of each value, `[steps, channels]`: k for `events[k - 1]`, 0 for everything else. */
  readonly owner: Uint8Array
  readonly events: readonly SignalEvent[]
}

/** Number of time steps of a signal. */
export const signalSteps = 128

/** Number of channels of a signal. */
export const signalChannels = 4

const [steps, channels] = [signalSteps, signalChannels]

/** Shapes over their length: `u` from 0 to 1, and the number of time steps. */
const shapes: Readonly<Record<PatternName, (u: number, length: number) => number>> = {
  bump: (u) => bell(u),
  dip: (u) => -bell(u),
  burst: (u, length) => bell(u) * sin((Math.PI / 2) * u * length),
  sawtooth: (u) => 2 * Math.min(1, u / 0.9) - 1,
  plateau: (u) => (u < 0.08 || u > 0.92 ? 0.5 : 1),
}

/**
 * Returns the signal of a seed: patterns in one channel each, at different times, in noise over slow waves, with single
 * outliers. The same seed and options give the same values in every engine.
 *
 * @param seed any integer, of which the low 32 bits are used
 * @throws RangeError for an option outside its range
 */
export function signal(seed: number, options: SignalOptions = {}): Signal {
  const { noise = 1 } = options
  if (!(noise >= 0 && noise <= 3)) throw new RangeError(`noise must be from 0 to 3, got ${noise}`)
  const next = random(seed)
  const chosen = choose(next, countOf(next, "patterns", options.patterns ?? 1, 3), patterns.length)
  const values = new Float32Array(steps * channels)
  const owner = new Uint8Array(steps * channels)
  disturb(next, noise, values)

  const lengths = chosen.map(() => 16 + Math.floor(13 * next()))
  const places = starts(next, lengths, steps)
  const events = chosen.map((pattern, index): SignalEvent => {
    const name = patterns[pattern]
    const channel = Math.floor(channels * next())
    const strength = 1.3 + 0.9 * next()
    const [start, end] = [places[index], places[index] + lengths[index]]
    for (let t = start; t < end; t++) {
      const at = t * channels + channel
      values[at] += strength * shapes[name]((t - start + 0.5) / lengths[index], lengths[index])
      owner[at] = index + 1
    }
    return { pattern, name, channel, start, end }
  })
  return { steps, channels, values, owner, events }
}

/** Adds white noise, two slow waves and single outliers to each channel. */
function disturb(next: () => number, noise: number, values: Float32Array): void {
  for (let channel = 0; channel < channels; channel++) {
    const level = noise * (0.1 + 0.15 * next())
    const waves = [0, 1].map(() => ({
      height: 0.35 * noise * next(),
      step: (2 * Math.PI * (0.3 + next())) / steps,
      phase: 2 * Math.PI * next(),
    }))
    for (let t = 0; t < steps; t++) {
      let value = level * 2 * (next() + next() + next() - 1.5)
      for (const { height, step, phase } of waves) value += height * sin(step * t + phase)
      values[t * channels + channel] = value
    }
    const outliers = Math.floor(3 * noise * next())
    for (let k = 0; k < outliers; k++)
      values[Math.floor(steps * next()) * channels + channel] += (next() < 0.5 ? -1 : 1) * (1 + next())
  }
}

function bell(u: number): number {
  const x = 2 * u - 1
  return (1 - x * x) * (1 - x * x)
}
