const bits = new DataView(new ArrayBuffer(8))

/**
 * The natural logarithm of a positive, normal `x`, within a few units in the last place, from operations that IEEE 754
 * rounds in one way only: `Math.log`, like `Math.exp`, may differ between engines in the last bits.
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
