/** A set of features: 1 for each feature that is preserved, else 0. */
export type FeatureSet = Uint8Array

/** Returns the other features. */
export function complement(set: FeatureSet): FeatureSet {
  return set.map((one) => 1 - one)
}

/** Returns the number of {@link halves} of so many features. */
export function countHalves(count: number): number {
  let size = 2
  while (size < count + 1) size *= 2
  return size
}

/**
 * Returns sets of half of the features, and one of none: the rows of a Hadamard matrix (Plackett and Burman, *The design of
 * optimum multifactorial experiments*, 1946), with rows and columns at random. Any two features are together, in the set or
 * in its complement, half of the times, so that the effect of one mixes neither with that of another nor with the
 * interaction of two.
 */
export function halves(count: number, next: () => number): FeatureSet[] {
  const numbers = Array.from({ length: countHalves(count) }, (_, index) => index)
  // Column 0 of the matrix is constant.
  const columns = shuffle(numbers.slice(1), next)
  return shuffle(numbers, next).map((row) =>
    Uint8Array.from({ length: count }, (_, feature) => parity(row & columns[feature])),
  )
}

function shuffle(list: number[], next: () => number): number[] {
  for (let i = list.length - 1; i > 0; i--) {
    const other = Math.floor(next() * (i + 1))
    ;[list[i], list[other]] = [list[other], list[i]]
  }
  return list
}

/** Returns whether a number has an odd number of bits: 1 or 0. */
function parity(bits: number): number {
  let odd = 0
  for (let rest = bits; rest > 0; rest &= rest - 1) odd ^= 1
  return odd
}
