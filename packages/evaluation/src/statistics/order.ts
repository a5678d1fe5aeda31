// A number of 64 bits has four digits of this many values.
const digits = 4
const radix = 2 ** 16

/** Returns the positions of values from the highest value to the lowest, equal ones in order, `NaN` as `-Infinity`. */
export function descending(values: ArrayLike<number>): Int32Array {
  const { length } = values
  const keys = keysOf(values)
  let order = new Int32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  let sorted = new Int32Array(length)
  const places = new Int32Array(radix + 1)
  // By the lowest digit first; each sort keeps the order of the one before.
  for (let digit = 0; digit < digits; digit++) {
    const own = keys.subarray(digit * length, (digit + 1) * length)
    places.fill(0)
    for (let i = 0; i < length; i++) places[own[i] + 1]++
    // The lowest digits of numbers of 32 bits are all zero.
    if (length === 0 || places[own[0] + 1] === length) continue
    for (let value = 0; value < radix; value++) places[value + 1] += places[value]
    for (let i = 0; i < length; i++) sorted[places[own[order[i]]]++] = order[i]
    ;[order, sorted] = [sorted, order]
  }
  return order
}

/** Returns keys, lower for higher values: `[digits, values]`, the lowest digit first. */
function keysOf(values: ArrayLike<number>): Uint16Array {
  const { length } = values
  const keys = new Uint16Array(digits * length)
  const view = new DataView(new ArrayBuffer(8))
  for (let i = 0; i < length; i++) {
    // Adding 0 makes the two zeros one.
    view.setFloat64(0, Number.isNaN(values[i]) ? -Infinity : values[i] + 0, true)
    // The bits of negative numbers grow as the numbers fall.
    const flipped = view.getUint8(7) < 0x80 ? 0xffff : 0
    for (let digit = 0; digit < digits; digit++)
      keys[digit * length + i] = view.getUint16(2 * digit, true) ^ (digit === 3 ? flipped & 0x7fff : flipped)
  }
  return keys
}
