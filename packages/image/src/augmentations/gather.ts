import type { AxisTransform, Augmentation, Settings, UnitTransform } from "@pami/core"
import { checkPicture, type Pixels, type Size } from "../picture.ts"

/** Where each column and each row takes its value from; -1 for none. */
export interface Sources {
  readonly columns: Int32Array
  readonly rows: Int32Array
}

/** An augmentation that gives every column and every row the values of another. */
export interface Rearrangement {
  readonly name: string
  readonly settings: Settings
  /** Of the variant, in the source: each column and row has one. */
  readonly forward: (size: Size) => Sources
  /** Of the source, in the variant: -1 for those that left the frame. */
  readonly inverse: (size: Size) => Sources
}

/** Returns the augmentation that a {@link Rearrangement} describes. */
export function rearranging({ name, settings, forward, inverse }: Rearrangement): Augmentation<Pixels> {
  return {
    name,
    settings,
    forward(pixels) {
      checkPicture(pixels)
      const { width, height, data } = pixels
      const { columns, rows } = forward({ width, height })
      const out = new Float32Array(data.length)
      for (let y = 0, to = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const from = (rows[y] * width + columns[x]) * 3
          out[to++] = data[from]
          out[to++] = data[from + 1]
          out[to++] = data[from + 2]
        }
      return { width, height, data: out }
    },
    inverse(shape) {
      const { columns, rows } = inverse(sizeOfGrid(shape))
      return byAxes({ first: rows }, { first: columns })
    },
  }
}

/** Returns the transform of rows and columns, one without the other. */
export function byAxes(rows: AxisTransform, columns: AxisTransform): UnitTransform {
  return { axes: [rows, columns] }
}

/**
 * Returns the sides of an image's grid of units.
 *
 * @throws RangeError for a grid that is not `[height, width]`
 */
export function sizeOfGrid(shape: readonly number[]): Size {
  const [height, width] = shape
  if (shape.length !== 2)
    throw new RangeError(`an image has units [height, width]; got [${shape.join(", ")}]`)
  return { width, height }
}

/** Returns a position mirrored into 0 to `length - 1`: the first and the last one are the mirrors and are not doubled. */
export function reflect(position: number, length: number): number {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const within = ((position % period) + period) % period
  return within < length ? within : period - within
}

/** Returns a position wrapped into 0 to `length - 1`. */
export function wrap(position: number, length: number): number {
  return ((position % length) + length) % length
}
