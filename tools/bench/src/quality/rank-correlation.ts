/** Spearman's rank correlation, -1 to 1; ties share their mean rank. `NaN` for fewer than two pairs or a constant list. */
export function rankCorrelation(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [ranksOf(first), ranksOf(second)]
  const middle = (a.length - 1) / 2
  let together = 0
  let squaresA = 0
  let squaresB = 0
  for (let i = 0; i < a.length; i++) {
    together += (a[i] - middle) * (b[i] - middle)
    squaresA += (a[i] - middle) ** 2
    squaresB += (b[i] - middle) ** 2
  }
  return together / Math.sqrt(squaresA * squaresB)
}

function ranksOf(values: readonly number[]): Float64Array {
  const order = [...values.keys()].sort((i, j) => values[i] - values[j])
  const ranks = new Float64Array(values.length)
  for (let from = 0; from < order.length;) {
    let to = from + 1
    while (to < order.length && values[order[to]] === values[order[from]]) to++
    for (let place = from; place < to; place++) ranks[order[place]] = (from + to - 1) / 2
    from = to
  }
  return ranks
}
