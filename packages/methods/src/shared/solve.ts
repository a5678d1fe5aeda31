// A pivot below this share of the largest means that the equations leave an unknown open.
const leastPivot = 1e-12
const ridge = 1e-9

/**
 * Returns a function that solves `matrix * x = vector` for any vector, by one Cholesky decomposition of a symmetric matrix
 * without negative eigenvalues: the same bits on every engine. If the equations leave unknowns open, a small multiple of the
 * identity is added first, so that of all solutions one close to the shortest is returned.
 *
 * @param matrix row-major, of which the lower triangle is read
 */
function solver(matrix: Float64Array, size: number): (vector: Float64Array) => Float64Array {
  let largest = 0
  for (let i = 0; i < size; i++) largest = Math.max(largest, matrix[i * size + i])
  if (largest === 0) return () => new Float64Array(size)
  const lower =
    decompose(matrix, size, 0, leastPivot * largest) ?? decompose(matrix, size, ridge * largest, 0)!
  return (vector) => {
    const x = vector.slice()
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < i; k++) x[i] -= lower[i * size + k] * x[k]
      x[i] /= lower[i * size + i]
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) x[i] -= lower[k * size + i] * x[k]
      x[i] /= lower[i * size + i]
    }
    return x
  }
}

function decompose(
  matrix: Float64Array,
  size: number,
  added: number,
  least: number,
): Float64Array | undefined {
  const lower = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j] + (i === j ? added : 0)
      for (let k = 0; k < j; k++) sum -= lower[i * size + k] * lower[j * size + k]
      if (i !== j) lower[i * size + j] = sum / lower[j * size + j]
      else if (sum <= least) {
        if (added === 0) return undefined
        lower[i * size + i] = Math.sqrt(added)
      } else lower[i * size + i] = Math.sqrt(sum)
    }
  return lower
}

/**
 * Returns the weighted least-squares coefficients of the columns of `rows`.
 *
 * @param rows `[weights.length, size]`
 * @param penalty weight of the squared coefficients; default 0
 */
export function leastSquares(
  rows: Float64Array,
  values: Float64Array,
  weights: Float64Array,
  size: number,
  penalty = 0,
): Float64Array {
  return regression(rows, weights, size, penalty)(values)
}

/**
 * Returns a function from values to their weighted least-squares coefficients of the columns of `rows`: what does not depend
 * on the values is computed once.
 *
 * @param rows `[weights.length, size]`
 * @param penalty weight of the squared coefficients
 */
export function regression(
  rows: Float64Array,
  weights: Float64Array,
  size: number,
  penalty: number,
): (values: Float64Array) => Float64Array {
  const matrix = new Float64Array(size * size)
  for (const [row, weight] of weights.entries())
    for (let i = 0; i < size; i++) {
      const weighted = weight * rows[row * size + i]
      if (weighted === 0) continue
      for (let j = 0; j <= i; j++) matrix[i * size + j] += weighted * rows[row * size + j]
    }
  for (let i = 0; i < size; i++) matrix[i * size + i] += penalty
  const solved = solver(matrix, size)
  return (values) => {
    const vector = new Float64Array(size)
    for (const [row, weight] of weights.entries())
      for (let i = 0; i < size; i++) vector[i] += weight * rows[row * size + i] * values[row]
    return solved(vector)
  }
}
