// Half-precision outputs of a thousand classes sum to 1 within this.
const sumTolerance = 5e-3

function isOne(sum: number): boolean {
  return Math.abs(sum - 1) < sumTolerance
}

/** Returns whether all numbers lie between 0 and 1, as probabilities do. */
export function insideUnit(values: Float64Array): boolean {
  return values.every((value) => value >= -1e-6 && value <= 1 + 1e-6)
}

/** Returns whether several numbers between 0 and 1 sum to 1, as probabilities of exclusive classes do. */
export function sumsToOne(values: Float64Array): boolean {
  return values.length > 1 && insideUnit(values) && isOne(values.reduce((sum, value) => sum + value, 0))
}

/** Returns whether no number is above 0, as of logarithms of probabilities. */
export function notPositive(values: Float64Array): boolean {
  return values.every((value) => value <= 1e-6)
}

/** Returns whether numbers look like the logarithms of probabilities of exclusive classes. */
export function exponentialsSumToOne(values: Float64Array): boolean {
  return (
    values.length > 1 && notPositive(values) && isOne(values.reduce((sum, value) => sum + Math.exp(value), 0))
  )
}

function hasLengthOne(values: Float64Array): boolean {
  return values.length > 1 && isOne(values.reduce((sum, value) => sum + value * value, 0))
}

/** Returns whether vectors look like embeddings: of length 1, and not the probabilities of one certain class. */
export function isEmbedding(samples: readonly Float64Array[]): boolean {
  return samples.length > 2 && !samples.every(insideUnit) && samples.every(hasLengthOne)
}

/**
 * Returns whether outputs for further inputs can change what these look like: probabilities, logarithms or embeddings,
 * which one output of another range disproves.
 */
export function isOpen(samples: readonly Float64Array[]): boolean {
  return [insideUnit, notPositive, hasLengthOne].some((looks) => samples.every(looks))
}

/** Returns the lowest and the highest number as text: `-3 to 8.25`. */
export function rangeOf(samples: readonly Float64Array[]): string {
  const outermost = (choose: (a: number, b: number) => number) => {
    const each = samples.map((values) => values.reduce((a, b) => choose(a, b)))
    return Number(each.reduce((a, b) => choose(a, b)).toPrecision(3))
  }
  return `${outermost(Math.min)} to ${outermost(Math.max)}`
}
