import type { Input } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import type { Segments } from "../shared/segments.ts"

/** The place of each segment: the mean place of its units along each axis, and the grid that it begins in as the first. */
export type Places = readonly Float64Array[]

/** Returns the places of segments. */
export function placesOf({ count, labels }: Segments, { grids }: Input): Places {
  const axes = Math.max(...grids.map(({ shape }) => shape.length))
  const places = Array.from({ length: axes + 1 }, () => new Float64Array(count))
  const sizes = new Float64Array(count)
  for (const [number, { shape, start }] of grids.entries())
    for (let unit = 0; unit < sizeOf(shape); unit++) {
      const segment = labels[start + unit]
      sizes[segment]++
      // Farther apart than any two units of a grid.
      places[0][segment] += number * 2 ** 31
      for (let axis = shape.length - 1, rest = unit; axis >= 0; axis--) {
        places[axis + 1][segment] += rest % shape[axis]
        rest = Math.floor(rest / shape[axis])
      }
    }
  for (const axis of places) for (let segment = 0; segment < count; segment++) axis[segment] /= sizes[segment]
  return places
}

/**
 * Returns the halves of some segments, along the axis on which they are farthest apart, as `shap.maskers.Image` halves
 * rectangles. Segments at one place on that axis stay together if any halves have them together.
 *
 * @param segments at least two
 */
export function halve(segments: Int32Array, places: Places): [Int32Array, Int32Array] {
  let [along, widest] = [places[0], -1]
  for (const axis of places) {
    let [low, high] = [Infinity, -Infinity]
    for (const segment of segments) {
      low = Math.min(low, axis[segment])
      high = Math.max(high, axis[segment])
    }
    if (high - low > widest) [along, widest] = [axis, high - low]
  }
  const sorted = segments.slice().sort((a, b) => along[a] - along[b] || a - b)
  const middle = Math.floor(sorted.length / 2)
  let cut = middle
  while (cut > 0 && along[sorted[cut - 1]] === along[sorted[cut]]) cut--
  if (cut === 0) {
    cut = middle
    while (cut < sorted.length && along[sorted[cut - 1]] === along[sorted[cut]]) cut++
    if (cut === sorted.length) cut = middle
  }
  return [sorted.slice(0, cut), sorted.slice(cut)]
}
