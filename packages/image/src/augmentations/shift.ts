import type { Augmentation } from "@pami/core"
import type { Pixels, Size } from "../picture.ts"
import { checkShift } from "./check-size.ts"
import { rearranging, reflect, wrap } from "./gather.ts"

/** The content of the border that a shift uncovers. */
export type Edge = "reflect" | "wrap"

/** Every {@link ShiftFill}, for command lines. */
export const edges: readonly Edge[] = ["reflect", "wrap"]

/** How far an image is shifted. */
export interface ShiftOptions {
  /** Whole pixels to the right; negative to the left. */
  readonly x: number
  /** Whole pixels down; negative up. */
  readonly y: number
  /**
   * `reflect` mirrors the image in its outermost pixels, which are not doubled (as `reflect` of numpy and PyTorch),
   * and drops what left the frame; `wrap` lets it come in again on the other side (the authors' way). Default:
   * `reflect`.
   */
  readonly edge?: Edge
}

/**
 * Shifts an image (paper, pre-segmentation strategy). On the way back units that left the frame get 0, and the mirrored
 * filler counts for nothing: of a copy shifted by x, y, `(width - |x|) * (height - |y|)` units are brought back. With
 * `wrap` all of them are.
 *
 * @throws RangeError for distances that are not whole, for an unknown edge and, when an image is shifted, for a
 *   distance that takes it out of the frame (`reflect`)
 */
export function shift({ x, y, edge = "reflect" }: ShiftOptions): Augmentation<Pixels> {
  for (const distance of [x, y])
    if (!Number.isSafeInteger(distance))
      throw new RangeError(`an image is shifted by whole pixels, not by ${x}, ${y}`)
  if (!edges.includes(edge)) throw new RangeError(`edge is one of ${edges.join(", ")}, not ${edge}`)
  const check = (size: Size) => {
    if (edge !== "wrap") checkShift(size, x, y)
  }
  const fill = edge === "wrap" ? wrap : reflect
  return rearranging({
    name: edge === "wrap" ? `shift by ${x}, ${y}, wrapped` : `shift by ${x}, ${y}`,
    settings: { x, y, edge },
    forward(size) {
      check(size)
      return {
        columns: Int32Array.from({ length: size.width }, (_, column) => fill(column - x, size.width)),
        rows: Int32Array.from({ length: size.height }, (_, row) => fill(row - y, size.height)),
      }
    },
    inverse(size) {
      check(size)
      const back = (position: number, length: number) => {
        if (edge === "wrap") return wrap(position, length)
        return position >= 0 && position < length ? position : -1
      }
      return {
        columns: Int32Array.from({ length: size.width }, (_, column) => back(column + x, size.width)),
        rows: Int32Array.from({ length: size.height }, (_, row) => back(row + y, size.height)),
      }
    },
  })
}
