import type { Augmentation } from "@pami/core"
import type { Pixels, Size } from "../picture.ts"
import { rearranging, type Sources } from "./gather.ts"

/** How far a picture is rotated. */
export interface RotateOptions {
  /** Quarter turns, counter-clockwise. */
  readonly turns: 1 | 2 | 3
}

/**
 * Rotates a picture by quarter turns. Nothing leaves the frame. A picture that is not square only takes two of them.
 *
 * @throws RangeError for another number of turns and, when a picture is rotated, for one that is not square
 */
export function rotate({ turns }: RotateOptions): Augmentation<Pixels> {
  if (turns !== 1 && turns !== 2 && turns !== 3)
    throw new RangeError(`turns is 1, 2 or 3 quarters, not ${turns as number}`)
  return rearranging({
    name: `rotation by ${turns * 90} degrees`,
    settings: { turns },
    forward: (size) => turned(size, turns),
    inverse: (size) => turned(size, 4 - turns),
  })
}

function turned({ width, height }: Size, turns: number): Sources {
  if (turns !== 2 && width !== height)
    throw new RangeError(`only a square is rotated by ${turns * 90} degrees, not ${width} x ${height}`)
  const sources = new Int32Array(width * height)
  const last = sources.length - 1
  for (let y = 0, unit = 0; y < height; y++)
    for (let x = 0; x < width; x++, unit++) {
      if (turns === 2) sources[unit] = last - unit
      else sources[unit] = turns === 1 ? x * width + (width - 1 - y) : (width - 1 - x) * width + y
    }
  return sources
}
