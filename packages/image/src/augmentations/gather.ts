import type { Augmentation, Settings } from "@pami/core"
import { checkPicture, type Pixels, type Size } from "../picture.ts"

/**
 * Which unit each unit takes its value from, row-major, `[height, width]`; -1 for none.
 */
export type Sources = Int32Array

/** An augmentation that gives every unit the value of another. */
export interface Rearrangement {
  readonly name: string
  readonly settings: Settings
  /** Of the copy's units, in the source: each has one. */
  readonly forward: (size: Size) => Sources
  /** Of the source's units, in the copy: -1 for those that left the frame. */
  readonly inverse: (size: Size) => Sources
}

/** The augmentation that a {@link Rearrangement} describes. */
export function rearranging({ name, settings, forward, inverse }: Rearrangement): Augmentation<Pixels> {
  return {
    name,
    settings,
    moves: true,
    forward(pixels) {
      checkPicture(pixels)
      const { width, height, data } = pixels
      const sources = forward({ width, height })
      const out = new Float32Array(data.length)
      for (let unit = 0, to = 0; unit < sources.length; unit++) {
        const from = sources[unit] * 3
        out[to++] = data[from]
        out[to++] = data[from + 1]
        out[to++] = data[from + 2]
      }
      return { width, height, data: out }
    },
    inverse(map, units) {
      const sources = inverse(sizeOfMap(map, units))
      const out = new Float64Array(map.length)
      for (let unit = 0; unit < out.length; unit++) if (sources[unit] >= 0) out[unit] = map[sources[unit]]
      return out
    },
  }
}

/**
 * The sides of a map over a picture's units.
 *
 * @throws RangeError when the units are not `[height, width]`, or the map does not have one value a unit
 */
export function sizeOfMap(map: Float64Array, units: readonly number[]): Size {
  const [height, width] = units
  if (units.length !== 2)
    throw new RangeError(`a picture has units [height, width]; got [${units.join(", ")}]`)
  if (map.length !== width * height)
    throw new RangeError(
      `a map of ${width} x ${height} units has ${width * height} values, not ${map.length}`,
    )
  return { width, height }
}

/** The sources of units whose column and row are found one without the other; -1 in either leaves a unit without. */
export function crossing(columns: Int32Array, rows: Int32Array): Sources {
  const width = columns.length
  const sources = new Int32Array(width * rows.length).fill(-1)
  for (let y = 0, unit = 0; y < rows.length; y++)
    for (let x = 0; x < width; x++, unit++)
      if (columns[x] >= 0 && rows[y] >= 0) sources[unit] = rows[y] * width + columns[x]
  return sources
}

/** A position brought into 0 to `length - 1` by mirrors in the first and the last one, which are not doubled. */
export function reflect(position: number, length: number): number {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const within = ((position % period) + period) % period
  return within < length ? within : period - within
}

/** A position brought into 0 to `length - 1` in a circle. */
export function wrap(position: number, length: number): number {
  return ((position % length) + length) % length
}
