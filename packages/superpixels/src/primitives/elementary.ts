// Roots and exponentials made of +, -, *, / and the square root only. IEEE 754 rounds these alike in every engine.
// ECMAScript leaves the last bits of Math.cbrt, Math.exp and ** to the engine, and a label map that depends on them can
// differ from engine to engine.

/** Returns the cube root of a number above 0. */
export function cubeRoot(value: number): number {
  let rest = value
  let scale = 1
  for (; rest < 0.125; rest *= 8) scale /= 2
  for (; rest > 1; rest /= 8) scale *= 2
  // This start is off by at most 1/40; each step of Halley's method cubes the relative error.
  let root = 0.3889 + rest * (1.0279 - 0.4276 * rest)
  for (let step = 0; step < 2; step++) {
    const cube = root * root * root
    root *= (cube + 2 * rest) / (2 * cube + rest)
  }
  return root * scale
}

/** Returns the fifth root of a number between 0 and 1. */
export function fifthRoot(value: number): number {
  // Newton's method approaches the root from above until rounding stops it.
  for (let root = 1; ;) {
    const square = root * root
    const next = root - (root - value / (square * square)) / 5
    if (!(next < root)) return root
    root = next
  }
}

/** Returns `e ** -value` for a `value` of at least 0. */
export function decay(value: number): number {
  let sum = 1
  for (let order = 1, term = value; sum + term > sum; order++, term *= value / order) sum += term
  return 1 / sum
}
