import { descending } from "./order.ts"

/** Returns Pearson's correlation of two lists of numbers, -1 to 1. `NaN` if all numbers of a list are equal. */
export function correlation(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const { length } = first
  let [sumA, sumB] = [0, 0]
  for (let i = 0; i < length; i++) {
    sumA += first[i]
    sumB += second[i]
  }
  const [meanA, meanB] = [sumA / length, sumB / length]
  let [together, squaresA, squaresB] = [0, 0, 0]
  for (let i = 0; i < length; i++) {
    together += (first[i] - meanA) * (second[i] - meanB)
    squaresA += (first[i] - meanA) ** 2
    squaresB += (second[i] - meanB) ** 2
  }
  return together / Math.sqrt(squaresA * squaresB)
}

/**
 * Returns Spearman's rank correlation of two maps, -1 to 1. Ties share their mean rank; units that are `NaN` in either
 * map are ignored. `NaN` if all values of a map are equal.
 */
export function rankCorrelation(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const known = Array.from(first, (_, unit) => unit).filter(
    (unit) => !Number.isNaN(first[unit]) && !Number.isNaN(second[unit]),
  )
  const [a, b] = [first, second].map((map) => ranksOf(known.map((unit) => map[unit])))
  return correlation(a, b)
}

/** Returns the ranks of values, the highest first. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = descending(values)
  const ranks = new Float64Array(values.length)
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++
    for (let place = from; place < to; place++) ranks[order[place]] = (from + to - 1) / 2
  }
  return ranks
}
