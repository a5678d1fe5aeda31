// 2^(j/256) for j from 0 to 255, by square roots and products, which every engine rounds alike. A table this fine
// leaves a series short enough to be faster than `Math.exp`, and still fits the fastest cache.
const roots = new Float64Array(256).fill(1)
for (let bit = 128, root = Math.sqrt(2); bit >= 1; bit /= 2, root = Math.sqrt(root))
  for (let j = 0; j < 256; j++) if (j & bit) roots[j] *= root

// 2^k for k from -1074; halving and doubling are exact.
const lowest = -1074
const powers = new Float64Array(1 - 2 * lowest)
for (let k = 0, high = 1, low = 1; k <= -lowest; k++, high *= 2, low /= 2) {
  powers[k - lowest] = high
  powers[-k - lowest] = low
}

// ln(2) / 256 in two pieces, the first so short that its product with a whole number of up to 19 bits is exact. The bits of
// ln(2) beyond the precision of a double are in the second.
const beyond = 2.3190468138462996e-17
const head = Math.fround(Math.LN2 / 256)
const tail = Math.LN2 / 256 - head + beyond / 256
const perStep = 256 / Math.LN2

/**
 * Returns e to the power of `x`, within three units in the last place, with the same bits on every engine: it uses only
 * operations that IEEE 754 rounds in one way. The language leaves the last bits of `Math.exp` to the engine.
 */
export function exp(x: number): number {
  // By arithmetic: a separate constant would make compilers put every result on the heap.
  if (!(x >= -744 && x <= 709.78)) return x < 0 ? 0 : x + Infinity
  const n = Math.floor(x * perStep + 0.5)
  const r = x - n * head - n * tail
  // |r| is at most ln(2) / 512: five terms of the series leave an error below the last bit.
  const series = 1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24))))
  return series * roots[n & 255] * powers[(n >> 8) - lowest]
}
