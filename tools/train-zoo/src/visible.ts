// Below the first share of its units an object counts as masked, above the second as fully visible.
const least = 0.1
const ample = 0.6

/**
 * Returns how visible each of `count` owners is, 0 to 1, when the units in `mask` are preserved.
 *
 * @param owner owner of each unit: k for the k-th, 0 for everything else
 */
export function visible(owner: Uint8Array, mask: Uint8Array, count: number): Float64Array {
  const total = new Float64Array(count + 1)
  const preserved = new Float64Array(count + 1)
  for (let unit = 0; unit < owner.length; unit++) {
    total[owner[unit]]++
    preserved[owner[unit]] += mask[unit]
  }
  return Float64Array.from({ length: count }, (_, index) => {
    if (total[index + 1] === 0) return 0
    const t = Math.min(1, Math.max(0, (preserved[index + 1] / total[index + 1] - least) / (ample - least)))
    return t * t * (3 - 2 * t)
  })
}

/** Distributes 1 among the classes of visible owners, and `nothing`, which is the last class. */
export function writeShares(
  classes: readonly number[],
  weights: ArrayLike<number>,
  target: Float32Array,
): void {
  target.fill(0)
  let sum = 0
  classes.forEach((kind, index) => {
    target[kind] += weights[index]
    sum += weights[index]
  })
  target[target.length - 1] = Math.max(0, 1 - sum)
  for (let k = 0; k < target.length; k++) target[k] /= Math.max(1, sum)
}
