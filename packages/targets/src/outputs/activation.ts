import { exp } from "@pami/core/tensor"

/** The function from the numbers of an output to probabilities. */
export type ScoreActivation = "softmax" | "sigmoid" | "none"

/** Returns 1 / (1 + e^-x), the same on every engine. */
export function sigmoid(x: number): number {
  return 1 / (1 + exp(-x))
}

/** Returns whether all numbers lie between 0 and 1, but for rounding. */
export function insideUnit(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!isInsideUnit(values[i])) return false
  return true
}

/** Returns whether a number lies between 0 and 1, but for rounding. */
export function isInsideUnit(value: number): boolean {
  return value >= -1e-4 && value <= 1 + 1e-4
}

/** Numbers side by side at a distance: the scores of the classes at one place. */
export interface Column {
  readonly data: ArrayLike<number>
  /** Distance from one number to the next. */
  readonly stride: number
  /** Number of classes. */
  readonly classes: number
}

/** Returns the highest of the classes at `from`, and the sum of e to their differences from it. */
export function softmaxTerms({ data, stride, classes }: Column, from: number): { top: number; sum: number } {
  let top = -Infinity
  for (let c = 0, at = from; c < classes; c++, at += stride) if (data[at] > top) top = data[at]
  let sum = 0
  for (let c = 0, at = from; c < classes; c++, at += stride) sum += exp(data[at] - top)
  return { top, sum }
}

/** Returns the probability of class `k` at `from`. */
export function probabilityAt(column: Column, from: number, k: number, activation: ScoreActivation): number {
  const value = column.data[from + k * column.stride]
  if (activation === "none") return value
  if (activation === "sigmoid") return sigmoid(value)
  const { top, sum } = softmaxTerms(column, from)
  return exp(value - top) / sum
}

/** Returns the class of highest number at `from`, of those from `first` to before `end`. */
export function highestAt({ data, stride }: Column, from: number, first: number, end: number): number {
  let best = first
  for (let c = first + 1; c < end; c++) if (data[from + c * stride] > data[from + best * stride]) best = c
  return best
}
