// Rounds over all coefficients; far fewer are usual.
const mostRounds = 500
// A change below this share of the largest coefficient ends the search.
const precision = 1e-6

/**
 * Returns the coefficients of a linear regression with an intercept and a penalty on their absolute values (Tibshirani,
 * *Regression shrinkage and selection via the lasso*, 1996), by coordinate descent: most become 0.
 *
 * @param rows of features, each 0 or 1, `[rows][features]`
 * @param share of the penalty, from 0, no penalty, to 1, at which all coefficients are 0
 */
export function lasso(rows: readonly Uint8Array[], values: Float64Array, share: number): Float64Array {
  const features = rows[0]?.length ?? 0
  const coefficients = new Float64Array(features)
  const columns = Array.from({ length: features }, (_, feature) => centred(rows.map((row) => row[feature])))
  const rest = centred(values)
  const lengths = columns.map((column) => dot(column, column))
  const most = columns.reduce((best, column) => Math.max(best, Math.abs(dot(column, rest))), 0)
  const penalty = share * most
  for (let round = 0; round < mostRounds; round++) {
    let [change, largest] = [0, 0]
    for (let feature = 0; feature < features; feature++) {
      const column = columns[feature]
      if (lengths[feature] === 0) continue
      const before = coefficients[feature]
      const pull = dot(column, rest) + lengths[feature] * before
      const after = (Math.sign(pull) * Math.max(0, Math.abs(pull) - penalty)) / lengths[feature]
      if (after !== before) {
        coefficients[feature] = after
        for (let i = 0; i < rest.length; i++) rest[i] -= (after - before) * column[i]
      }
      change = Math.max(change, Math.abs(after - before))
      largest = Math.max(largest, Math.abs(after))
    }
    if (change <= precision * largest) break
  }
  return coefficients
}

function centred(values: ArrayLike<number>): Float64Array {
  const all = Float64Array.from(values)
  const mean = all.reduce((sum, value) => sum + value, 0) / Math.max(1, all.length)
  return all.map((value) => value - mean)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
