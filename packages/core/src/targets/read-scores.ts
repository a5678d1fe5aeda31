import { exp } from "../numbers/exp.ts"
import type { Activation } from "./activation.ts"

/** Returns the scores of all classes of one item, whose numbers start at `from`, in an array that it uses again. */
export type ReadScores = (data: ArrayLike<number>, from: number) => Float64Array

const functions: Readonly<Record<Activation, (x: number) => number>> = {
  softmax: exp,
  sigmoid: (x) => 1 / (1 + exp(-x)),
  exp,
  none: (x) => x,
  value: (x) => x,
}

/**
 * Returns a reader of scores from outputs of `count` numbers.
 *
 * @param binary whether the one number is the score of the second of two classes, and the first has the rest
 */
export function readScores(activation: Activation, count: number, binary: boolean): ReadScores {
  const scoreOf = functions[activation]
  const isSoftmax = activation === "softmax"
  const scores = new Float64Array(binary ? 2 : count)
  return (data, from) => {
    // Powers of differences to the highest number do not overflow.
    let highest = isSoftmax ? -Infinity : 0
    if (isSoftmax) for (let i = from; i < from + count; i++) if (data[i] > highest) highest = data[i]
    let sum = 0
    for (let i = 0; i < count; i++) sum += scores[i] = scoreOf(data[from + i] - highest)
    if (isSoftmax) for (let i = 0; i < count; i++) scores[i] /= sum
    if (binary) scores.set([1 - scores[0], scores[0]])
    return scores
  }
}
