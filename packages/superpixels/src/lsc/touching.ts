import type { Grid } from "../primitives/pixels.ts"

/**
 * Pairs of labels that touch along a side of a pixel, each once, the lower label first: `[pairs, 2]`, sorted.
 *
 * @param labels 0…n-1, `[H * W]`, n below 2 ** 26
 */
export function touchingPieces(labels: Int32Array, { width, units }: Grid): Int32Array {
  const keys: number[] = []
  const add = (a: number, b: number) => keys.push(a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a)
  for (let unit = 0; unit < units; unit++) {
    const label = labels[unit]
    if (unit % width < width - 1 && labels[unit + 1] !== label) add(label, labels[unit + 1])
    if (unit + width < units && labels[unit + width] !== label) add(label, labels[unit + width])
  }
  const sorted = Float64Array.from(keys).sort()
  const pairs = new Int32Array(2 * sorted.length)
  let count = 0
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue
    pairs[count++] = Math.floor(sorted[i] / 2 ** 26)
    pairs[count++] = sorted[i] % 2 ** 26
  }
  return pairs.slice(0, count)
}
