import type { Grid } from "./image.ts"

/**
 * Renumbers the parts of a label map densely, in row-major order of first appearance, after splitting every part into
 * its face-connected pieces (4 neighbours in a picture, 2 in a signal, 6 in a volume).
 *
 * @param labels any whole numbers, one a unit
 * @returns new labels 0…n-1, every part connected
 */
export function connectedLabels(labels: Int32Array, grid: Grid): Int32Array {
  const { width, height, depth, units } = grid
  const plane = width * height
  const out = new Int32Array(units).fill(-1)
  const queue = new Int32Array(units)
  let count = 0
  for (let start = 0; start < units; start++) {
    if (out[start] >= 0) continue
    const label = labels[start]
    const name = count++
    out[start] = name
    queue[0] = start
    let head = 0
    let tail = 1
    while (head < tail) {
      const unit = queue[head++]
      const inPlane = unit % plane
      const x = inPlane % width
      if (x > 0 && out[unit - 1] < 0 && labels[unit - 1] === label) {
        out[unit - 1] = name
        queue[tail++] = unit - 1
      }
      if (x < width - 1 && out[unit + 1] < 0 && labels[unit + 1] === label) {
        out[unit + 1] = name
        queue[tail++] = unit + 1
      }
      if (inPlane >= width && out[unit - width] < 0 && labels[unit - width] === label) {
        out[unit - width] = name
        queue[tail++] = unit - width
      }
      if (inPlane < plane - width && out[unit + width] < 0 && labels[unit + width] === label) {
        out[unit + width] = name
        queue[tail++] = unit + width
      }
      if (depth === 1) continue
      if (unit >= plane && out[unit - plane] < 0 && labels[unit - plane] === label) {
        out[unit - plane] = name
        queue[tail++] = unit - plane
      }
      if (unit < units - plane && out[unit + plane] < 0 && labels[unit + plane] === label) {
        out[unit + plane] = name
        queue[tail++] = unit + plane
      }
    }
  }
  return out
}

/** Number of parts of a dense label map: its highest label plus one. */
export function partCount(labels: Int32Array): number {
  let highest = -1
  for (let unit = 0; unit < labels.length; unit++) if (labels[unit] > highest) highest = labels[unit]
  return highest + 1
}

/**
 * Renumbers parts 0…n-1 in row-major order of first appearance.
 *
 * @param labels whole numbers 0…bound-1, one a unit
 */
export function firstAppearance(labels: Int32Array, bound: number): Int32Array {
  const names = new Int32Array(bound).fill(-1)
  const out = new Int32Array(labels.length)
  let count = 0
  for (let unit = 0; unit < labels.length; unit++) {
    const label = labels[unit]
    if (names[label] < 0) names[label] = count++
    out[unit] = names[label]
  }
  return out
}
