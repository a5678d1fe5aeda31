import { exp } from "../numbers/exp.ts"
import type { Activation } from "./activation.ts"

/** Writes the scores of `classes`, from position `to`, read from the numbers of one item, which start at `from`. */
type ReadScores = (
  data: ArrayLike<number>,
  from: number,
  classes: readonly number[],
  scores: Float64Array,
  to: number,
) => void

const functions = {
  none: (x: number) => x,
  value: (x: number) => x,
  exp,
  sigmoid: (x: number) => 1 / (1 + exp(-x)),
} as const satisfies Partial<Record<Activation, (x: number) => number>>

/** Returns a reader of scores from outputs of one number for each of `count` classes. */
export function readEach(activation: Activation, count: number): ReadScores {
  if (activation === "softmax") return readSoftmax(count)
  const scoreOf = functions[activation]
  return (data, from, classes, scores, to) => {
    for (let c = 0; c < classes.length; c++) scores[to + c] = scoreOf(data[from + classes[c]])
  }
}

const onlyClass = [0] as const

/** Returns a reader of scores from outputs of one number for two classes: the probability of the second. */
export function readBoth(activation: Activation): ReadScores {
  const readOne = readEach(activation, 1)
  return (data, from, classes, scores, to) => {
    readOne(data, from, onlyClass, scores, to)
    const second = scores[to]
    for (let c = 0; c < classes.length; c++) scores[to + c] = classes[c] === 1 ? second : 1 - second
  }
}

function readSoftmax(count: number): ReadScores {
  const powers = new Float64Array(count)
  return (data, from, classes, scores, to) => {
    let highest = -Infinity
    for (let i = from; i < from + count; i++) if (data[i] > highest) highest = data[i]
    let sum = 0
    for (let i = 0; i < count; i++) sum += powers[i] = exp(data[from + i] - highest)
    for (let c = 0; c < classes.length; c++) scores[to + c] = powers[classes[c]] / sum
  }
}
