const float = new Float32Array(1)
const word = new Uint32Array(float.buffer)

/** Returns the bits of the bfloat16 nearest to `value`, ties to even. */
export function toBfloat16(value: number): number {
  float[0] = value
  const bits = word[0]
  // Rounding could turn a NaN into an infinity.
  if (Number.isNaN(value)) return (bits >>> 16) | 0x40
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff
}

/** Returns the number of bfloat16 `bits`, exactly. */
export function fromBfloat16(bits: number): number {
  word[0] = bits << 16
  return float[0]
}
