/**
 * A repeatable stream of numbers in [0, 1): the same seed gives the same stream everywhere.
 * Mulberry32: small, and its period of 2^32 is ample for noise and scenes. Not for cryptography.
 *
 * @param seed any integer; only its low 32 bits count.
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
