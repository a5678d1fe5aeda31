import type { Box } from "@pami/core"

/**
 * The meaning of the four numbers of a box: `corners` x1, y1, x2, y2; `corners-yx` y1, x1, y2, x2 (TensorFlow); `center` the
 * centre's x, y, then width, height; `corner-size` x1, y1, width, height.
 */
export type BoxCoding = "corners" | "corners-yx" | "center" | "corner-size"

/** A box by its corners. */
export interface Corners {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const codings: Readonly<Record<BoxCoding, (a: number, b: number, c: number, d: number) => Corners>> = {
  corners: (left, top, right, bottom) => ({ left, top, right, bottom }),
  "corners-yx": (top, left, bottom, right) => ({ left, top, right, bottom }),
  center: (x, y, width, height) => ({
    left: x - width / 2,
    top: y - height / 2,
    right: x + width / 2,
    bottom: y + height / 2,
  }),
  "corner-size": (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height }),
}

/** Returns the reader of four numbers that are `stride` apart. */
export function boxReader(coding: BoxCoding, stride = 1): (data: ArrayLike<number>, at: number) => Corners {
  const cornersOf = codings[coding]
  return (data, at) => cornersOf(data[at], data[at + stride], data[at + 2 * stride], data[at + 3 * stride])
}

/** Returns the intersection over union of two boxes, 0 to 1. */
export function overlap(a: Corners, b: Corners): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  if (!(width > 0 && height > 0)) return 0
  const both = width * height
  return both / (areaOf(a) + areaOf(b) - both)
}

function areaOf({ left, top, right, bottom }: Corners): number {
  return (right - left) * (bottom - top)
}

/** Returns a box with its sides multiplied. */
export function scaled({ left, top, right, bottom }: Corners, across: number, down: number): Corners {
  return { left: left * across, top: top * down, right: right * across, bottom: bottom * down }
}

/** Returns a box in the form of targets. */
export function toBox({ left, top, right, bottom }: Corners): Box {
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Returns the corners of a box. */
export function toCorners({ x, y, width, height }: Box): Corners {
  return { left: x, top: y, right: x + width, bottom: y + height }
}
