import { side } from "./preprocessing.ts"

/** A box: left, top, right and bottom in pixels, right and bottom exclusive. */
export type Box = readonly [left: number, top: number, right: number, bottom: number]

/** Returns the box of the pixels of each object; zeros if it has none. */
export function boxesOf(owner: Uint8Array, count: number): Box[] {
  const boxes = Array.from({ length: count }, (): [number, number, number, number] => [side, side, 0, 0])
  for (let unit = 0; unit < owner.length; unit++) {
    if (owner[unit] === 0) continue
    const box = boxes[owner[unit] - 1]
    const [x, y] = [unit % side, Math.floor(unit / side)]
    if (x < box[0]) box[0] = x
    if (y < box[1]) box[1] = y
    if (x >= box[2]) box[2] = x + 1
    if (y >= box[3]) box[3] = y + 1
  }
  return boxes.map((box) => (box[2] === 0 ? [0, 0, 0, 0] : box))
}

/** Returns the intersection over union of two boxes. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1])
  if (width <= 0 || height <= 0) return 0
  const shared = width * height
  return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)
}
