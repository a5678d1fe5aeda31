import type { Augmentation } from "@pami/core"
import type { Pixels, Size } from "../picture.ts"
import { rearranging } from "./gather.ts"

/** Which way an image is flipped. */
export interface FlipOptions {
  /** `horizontal` swaps left and right, `vertical` top and bottom. */
  readonly axis: "horizontal" | "vertical"
}

/**
 * Mirrors an image. Nothing leaves the frame. Models are often trained on images flipped horizontally, hardly ever on
 * ones upside down: letters and signs aside, `horizontal` is safe.
 *
 * @throws RangeError for an unknown axis
 */
export function flip({ axis }: FlipOptions): Augmentation<Pixels> {
  if (axis !== "horizontal" && axis !== "vertical")
    throw new RangeError(`axis is one of horizontal, vertical, not ${axis as string}`)
  const sources = ({ width, height }: Size) => ({
    columns: along(width, axis === "horizontal"),
    rows: along(height, axis === "vertical"),
  })
  return rearranging({ name: `flip, ${axis}`, settings: { axis }, forward: sources, inverse: sources })
}

function along(length: number, backwards: boolean): Int32Array {
  return Int32Array.from({ length }, (_, position) => (backwards ? length - 1 - position : position))
}
