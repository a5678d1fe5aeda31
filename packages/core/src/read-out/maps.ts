import type { UnitGrid } from "../contracts/input.ts"
import { sizeOf } from "../tensors/shape.ts"

/** Returns the values of one grid of a map over all units: a view. */
export function onGrid(map: Float32Array, { start, shape }: UnitGrid): Float32Array {
  return map.subarray(start, start + sizeOf(shape))
}

/**
 * Returns the map scaled to its lowest value, 0, and its highest, 1: the min-max read-out, for relative importance inside
 * one input. A flat map becomes 0; `NaN` stays `NaN`.
 */
export function minMax(map: Float32Array): Float32Array {
  let low = Infinity
  let high = -Infinity
  for (let unit = 0; unit < map.length; unit++) {
    if (map[unit] < low) low = map[unit]
    if (map[unit] > high) high = map[unit]
  }
  const range = high - low
  return map.map((value) => (range > 0 ? (value - low) / range : value - value))
}

/**
 * Returns the product of maps, each scaled to 0 to 1: high where all of them are high. For instance of the maps of two
 * stages.
 *
 * @param maps at least one, all of one size
 * @throws RangeError if sizes differ, or for an empty list
 */
export function productOf(maps: readonly Float32Array[]): Float32Array {
  if (maps.length === 0 || maps.some(({ length }) => length !== maps[0].length))
    throw new RangeError(
      `maps of one size make a product; got ${maps.map(({ length }) => length).join(", ") || "none"}`,
    )
  const scaled = maps.map(minMax)
  return scaled[0].map((_, unit) => scaled.reduce((product, map) => product * map[unit], 1))
}

/** Returns the number of the unit with the highest value, the first of several; -1 if all values are `NaN`. */
export function peak(map: ArrayLike<number>): number {
  let best = -1
  for (let unit = 0; unit < map.length; unit++)
    if (map[unit] > (best < 0 ? -Infinity : map[best])) best = unit
  return best
}
