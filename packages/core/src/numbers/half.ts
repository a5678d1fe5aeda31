const float = new Float32Array(1)
const word = new Uint32Array(float.buffer)

/** Returns the bits of the IEEE 754 half-precision number nearest to `value`, ties to even. */
export function toHalf(value: number): number {
  float[0] = value
  const bits = word[0]
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  if (magnitude >= 0x477ff000) return sign | 0x7c00
  if (magnitude < 0x38800000) {
    // Below 2^-14 a half is a multiple of 2^-24; adding 0.5 lets the float unit do the rounding.
    float[0] = Math.abs(value) + 0.5
    return sign | (word[0] - 0x3f000000)
  }
  const odd = (magnitude >>> 13) & 1
  return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13)
}

/** Returns the number of half-precision `bits`. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  if ((bits & 0x7c00) === 0x7c00) return bits & 0x3ff ? NaN : sign * Infinity
  // As the bits of a float, the exponent is too small by 112.
  word[0] = (bits & 0x7fff) << 13
  return sign * float[0] * 2 ** 112
}
