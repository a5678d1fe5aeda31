import type { Tensors } from "@pami/core"
import { decode, exp, formatShape, log } from "@pami/core/tensor"
import { generationError } from "../codes.ts"
import type { LogitsFormat } from "./logits-format.ts"

/** Reads log-probabilities of words. */
export interface Logits {
  /** Number of positions of each item. */
  readonly positions: number
  /** Returns the log-probability of a word at a position. */
  at(item: number, position: number, id: number): number
  /** Returns the log-probabilities of all words at a position, in a new array. */
  all(item: number, position: number): Float64Array
}

// Below it, the smallest normal number, a probability has no logarithm of the same bits on every engine.
const least = 2 ** -1022

/** The lowest log-probability of a token: a word that a model rules out scores this, and not minus infinity. */
export const lowest = log(least)

/**
 * Opens the scores of `count` items.
 *
 * @throws PamiError `OUTPUT_UNSUITABLE` if the output does not have scores for each item
 */
export function openLogits(
  outputs: Tensors,
  count: number,
  { output, size, activation }: LogitsFormat,
): Logits {
  const tensor = outputs[output]
  const { shape } = tensor
  if (shape.length !== 3 || shape[0] < count || shape[2] !== size)
    throw generationError(
      "OUTPUT_UNSUITABLE",
      `output "${output}" ${formatShape(shape)} does not score ${size} words for each of ${count} items: run one item at a time`,
      { output, shape: [...shape], items: count },
    )
  const data = decode(tensor)
  const positions = shape[1]
  const isLogit = activation === "softmax"
  /** Returns the logarithm of the sum of the powers of all logits: subtracted from a logit, it leaves the log-probability. */
  const normalizer = (from: number) => {
    let highest = -Infinity
    for (let i = from; i < from + size; i++) if (data[i] > highest) highest = data[i]
    let sum = 0
    for (let i = from; i < from + size; i++) sum += exp(data[i] - highest)
    // Not the normal logarithm of a sum that is not a number, whose bits it would read as one.
    return Number.isFinite(sum) ? highest + log(sum) : NaN
  }
  const logOf = (score: number, normal: number) => {
    const value = isLogit ? score - normal : score >= least ? log(score) : score >= 0 ? lowest : NaN
    return value < lowest ? lowest : value
  }
  const startOf = (item: number, position: number) => (item * positions + position) * size
  return {
    positions,
    at(item, position, id) {
      const from = startOf(item, position)
      return logOf(data[from + id], isLogit ? normalizer(from) : 0)
    },
    all(item, position) {
      const from = startOf(item, position)
      const normal = isLogit ? normalizer(from) : 0
      return Float64Array.from({ length: size }, (_, id) => logOf(data[from + id], normal))
    },
  }
}
