import type { Json } from "@pami/core"
import { channelsOf, rangeOf, type Samples } from "./samples.ts"

/**
 * How values become the numbers that a model takes, as in its training. `"none"`: unchanged. `"z-score"`: minus the mean, over
 * the standard deviation, of each channel of the input. `"min-max"`: the range of each channel becomes 0 to 1. `window`: these
 * two values become 0 and 1, beyond them is clipped, as in views of a CT. `mean` and `std`: minus the one, over the other.
 */
export type Normalization =
  | "none"
  | "z-score"
  | "min-max"
  | { readonly window: readonly [low: number, high: number] }
  | { readonly mean: number; readonly std: number }

/** A normalisation with its numbers, ready for the input and its baseline alike. */
export interface Normalizer {
  /** The kind and its numbers, for the manifest. */
  readonly settings: Json
  apply(samples: Samples): Float32Array
}

/**
 * Returns the normaliser for an input. A channel of one value becomes 0.
 *
 * @throws RangeError for a window whose second value is not above the first, or a standard deviation not above 0
 */
export function normalizerOf(samples: Samples, normalization: Normalization): Normalizer {
  const lines = channelsOf(samples).map((data) => lineOf(data, normalization))
  const clips = typeof normalization === "object" && "window" in normalization
  return {
    settings:
      normalization === "none"
        ? "none"
        : { kind: nameOf(normalization), channels: lines.map(({ minus, over }) => ({ minus, over })) },
    apply(given) {
      if (normalization === "none") return given.data
      const out = new Float32Array(given.data.length)
      const size = out.length / lines.length
      for (const [channel, { minus, over }] of lines.entries())
        for (let i = channel * size; i < (channel + 1) * size; i++) {
          const value = (given.data[i] - minus) / over
          out[i] = clips ? Math.min(1, Math.max(0, value)) : value
        }
      return out
    },
  }
}

function nameOf(normalization: Normalization): string {
  if (typeof normalization === "string") return normalization
  return "window" in normalization ? "window" : "mean-std"
}

function lineOf(data: Float32Array, normalization: Normalization): { minus: number; over: number } {
  if (normalization === "none") return { minus: 0, over: 1 }
  if (normalization === "min-max") {
    const { min, max } = rangeOf(data)
    return { minus: min, over: max > min ? max - min : 1 }
  }
  if (normalization === "z-score") {
    const mean = sum(data, (value) => value) / data.length
    const std = Math.sqrt(sum(data, (value) => (value - mean) * (value - mean)) / data.length)
    return { minus: mean, over: std > 0 ? std : 1 }
  }
  if ("window" in normalization) {
    const [low, high] = normalization.window
    if (!(high > low && Number.isFinite(high - low)))
      throw new RangeError(`window: the second value is above the first; got ${low} and ${high}`)
    return { minus: low, over: high - low }
  }
  const { mean, std } = normalization
  if (!(std > 0 && Number.isFinite(std) && Number.isFinite(mean)))
    throw new RangeError(`mean is a number and std one above 0; got ${mean} and ${std}`)
  return { minus: mean, over: std }
}

function sum(data: Float32Array, of: (value: number) => number): number {
  let total = 0
  for (let i = 0; i < data.length; i++) total += of(data[i])
  return total
}
