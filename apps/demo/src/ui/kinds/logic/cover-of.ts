/** Returns grey that covers what is not kept, RGBA. */
export function coverOf(kept: readonly boolean[]): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(kept.length * 4).fill(128)
  for (const [unit, isKept] of kept.entries()) out[unit * 4 + 3] = isKept ? 0 : 245
  return out
}
