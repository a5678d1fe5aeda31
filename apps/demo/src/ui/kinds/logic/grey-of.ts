import type { ValueRange } from "@pami/figure"

/** Returns numbers as grey, black at the lower end of a range and white at the upper one, RGBA. */
export function greyOf(values: Float32Array, { min, max }: ValueRange): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(values.length * 4).fill(255)
  for (const [unit, value] of values.entries()) {
    const level = max > min ? (255 * (value - min)) / (max - min) : 128
    out.fill(level, unit * 4, unit * 4 + 3)
  }
  return out
}
