const bits = new DataView(new ArrayBuffer(8))

/**
 * Returns the natural logarithm of a positive, normal `x`, within a few units in the last place, with the same bits on
 * every engine, as {@link exp}.
 */
export function log(x: number): number {
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  let exponent = (high >>> 20) - 1023
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000)
  let mantissa = bits.getFloat64(0)
  if (mantissa > Math.SQRT2) {
    mantissa /= 2
    exponent++
  }
  // ln(m) = 2 artanh(s); with m within a factor of sqrt(2) of 1, s is at most 0.172: eleven terms reach the last bit.
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  let series = 0
  for (let k = 21; k >= 1; k -= 2) series = series * square + 1 / k
  return exponent * Math.LN2 + 2 * s * series
}
