/**
 * Adjusted Rand index of two label maps of the same units (Hubert and Arabie 1985): 1 for the same parts under any
 * names, about 0 for parts that have nothing to do with each other.
 *
 * @param a, b whole numbers from 0, one a unit
 */
export function adjustedRandIndex(a: Int32Array, b: Int32Array): number {
  if (a.length !== b.length)
    throw new RangeError(`expected as many labels, received ${a.length} and ${b.length}`)
  const columns = highest(b) + 1
  const together = new Float64Array((highest(a) + 1) * columns)
  const inA = new Float64Array(highest(a) + 1)
  const inB = new Float64Array(columns)
  for (let unit = 0; unit < a.length; unit++) {
    together[a[unit] * columns + b[unit]]++
    inA[a[unit]]++
    inB[b[unit]]++
  }
  const pairsBoth = pairs(together)
  const pairsA = pairs(inA)
  const pairsB = pairs(inB)
  const expected = (pairsA * pairsB) / ((a.length * (a.length - 1)) / 2)
  const most = (pairsA + pairsB) / 2
  return most === expected ? 1 : (pairsBoth - expected) / (most - expected)
}

function pairs(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
}

function highest(labels: Int32Array): number {
  return labels.reduce((most, label) => Math.max(most, label), 0)
}
