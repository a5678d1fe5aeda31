/**
 * Returns a generator of random numbers in [0, 1): the same seed gives the same numbers on every engine. Mulberry32, with
 * a period of 2^32; not for cryptography.
 *
 * @param seed any integer; only its low 32 bits are used
 *
 * @example
 * const next = random(7)
 * const noise = Float32Array.from({ length: 256 }, () => 2 * next() - 1)
 */
export function random(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
