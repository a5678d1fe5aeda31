// Roots, powers and waves made of +, -, *, / and the square root only. Those round alike everywhere; the last bits of
// Math.cbrt, Math.exp, Math.cos and ** are every engine's own, and would cut the same picture in different parts.

/** The cube root of a number above 0. */
export function cubeRoot(value: number): number {
  let rest = value
  let scale = 1
  for (; rest < 0.125; rest *= 8) scale /= 2
  for (; rest > 1; rest /= 8) scale *= 2
  // Within a fortieth; Halley's method cubes what is missing, twice.
  let root = 0.3889 + rest * (1.0279 - 0.4276 * rest)
  for (let step = 0; step < 2; step++) {
    const cube = root * root * root
    root *= (cube + 2 * rest) / (2 * cube + rest)
  }
  return root * scale
}

/** The fifth root of a number of 0…1. */
export function fifthRoot(value: number): number {
  // Newton's method falls towards the root from above, until rounding stops it.
  for (let root = 1; ;) {
    const square = root * root
    const next = root - (root - value / (square * square)) / 5
    if (!(next < root)) return root
    root = next
  }
}

/** e to the power of `-value`, which is at least 0. */
export function decay(value: number): number {
  let sum = 1
  for (let order = 1, term = value; sum + term > sum; order++, term *= value / order) sum += term
  return 1 / sum
}

/** The cosine of an angle in quarter turns; the sine is that of a quarter turn less. */
export function cosine(quarters: number): number {
  const turned = Math.abs(quarters) % 4
  const folded = turned > 2 ? 4 - turned : turned
  const beyond = folded > 1
  const angle = ((beyond ? 2 - folded : folded) * Math.PI) / 2
  const square = angle * angle
  let sum = 1
  for (let order = 22; order > 0; order -= 2) sum = 1 - (sum * square) / (order * (order - 1))
  return beyond ? -sum : sum
}
