// ECMAScript leaves the last bits of functions like Math.sin to the engine. Polynomials in plain arithmetic are rounded
// in the same way everywhere, so that a seed draws the same bytes in every engine.

const turn = 2 * Math.PI

/** Returns the sine of an angle in radians, within 1e-7, with the same bits in every engine. */
export function sin(angle: number): number {
  let x = angle - turn * Math.round(angle / turn)
  if (x > Math.PI / 2) x = Math.PI - x
  else if (x < -Math.PI / 2) x = -Math.PI - x
  const s = x * x
  return x * (1 + s * (-1 / 6 + s * (1 / 120 + s * (-1 / 5040 + s * (1 / 362880 - s / 39916800)))))
}

/** Returns the cosine of an angle in radians, within 1e-7, with the same bits in every engine. */
export function cos(angle: number): number {
  return sin(angle + Math.PI / 2)
}

/** Returns the angle of the direction (x, y) in turns, in [0, 1) from the x axis, within 1e-5; 0 for (0, 0). */
export function turnOf(x: number, y: number): number {
  const ax = Math.abs(x)
  const ay = Math.abs(y)
  if (ax + ay === 0) return 0
  const z = Math.min(ax, ay) / Math.max(ax, ay)
  const s = z * z
  const atan = z * (0.999866 + s * (-0.3302995 + s * (0.180141 + s * (-0.085133 + s * 0.0208351))))
  let angle = ay > ax ? Math.PI / 2 - atan : atan
  if (x < 0) angle = Math.PI - angle
  if (y < 0) angle = turn - angle
  return angle / turn
}

/** Returns `value` modulo a positive `period`, in [0, `period`), also for negative values. */
export function modulo(value: number, period: number): number {
  return value - period * Math.floor(value / period)
}

/** Returns a hash of two integers and a seed as a number in [0, 1), for textures without a stored table. */
export function hash(i: number, j: number, seed: number): number {
  let mixed = Math.imul(i, 0x27d4eb2d) ^ Math.imul(j, 0x165667b1) ^ seed
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296
}

/** Returns value noise in [0, 1] at (x, y), smooth, with features about one unit wide. */
export function noise(x: number, y: number, seed: number): number {
  const i = Math.floor(x)
  const j = Math.floor(y)
  const u = smooth(x - i)
  const v = smooth(y - j)
  const top = hash(i, j, seed) * (1 - u) + hash(i + 1, j, seed) * u
  const bottom = hash(i, j + 1, seed) * (1 - u) + hash(i + 1, j + 1, seed) * u
  return top * (1 - v) + bottom * v
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t)
}
