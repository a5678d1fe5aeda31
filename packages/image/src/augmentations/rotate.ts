import type { Augmentation } from "@pami/core"
import { checkPicture, type Pixels, type Size } from "../picture.ts"
import { checkTurns } from "./check-size.ts"
import { sizeOfGrid } from "./gather.ts"

/** How far an image is rotated. */
export interface RotateOptions {
  /** Quarter turns, counter-clockwise. */
  readonly turns: 1 | 2 | 3
}

/**
 * Rotates an image by quarter turns. Nothing leaves the frame. An image that is not square only takes two of them.
 *
 * @throws RangeError for another number of turns and, when an image is rotated, for one that is not square
 */
export function rotate({ turns }: RotateOptions): Augmentation<Pixels> {
  if (turns !== 1 && turns !== 2 && turns !== 3)
    throw new RangeError(`turns is 1, 2 or 3 quarters, not ${turns as number}`)
  return {
    name: `rotation by ${turns * 90} degrees`,
    settings: { turns },
    forward(pixels) {
      checkPicture(pixels)
      const { width, height, data } = pixels
      const out = new Float32Array(data.length)
      for (const [unit, source] of turned({ width, height }, turns).entries())
        out.set(data.subarray(3 * source, 3 * source + 3), 3 * unit)
      return { width, height, data: out }
    },
    inverse: (shape) => ({ sources: turned(sizeOfGrid(shape), 4 - turns) }),
  }
}

/** Returns the unit that each unit takes its value from. */
function turned(size: Size, turns: number): Int32Array {
  checkTurns(size, turns)
  const { width, height } = size
  const sources = new Int32Array(width * height)
  const last = sources.length - 1
  for (let y = 0, unit = 0; y < height; y++)
    for (let x = 0; x < width; x++, unit++) {
      if (turns === 2) sources[unit] = last - unit
      else sources[unit] = turns === 1 ? x * width + (width - 1 - y) : (width - 1 - x) * width + y
    }
  return sources
}
