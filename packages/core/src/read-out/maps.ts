import type { UnitGrid } from "../contracts/input.ts"
import { sizeOf } from "../tensors/shape.ts"

/** Returns the values of one grid of a map over all units. */
export function onGrid(map: Float32Array, { start, shape }: UnitGrid): Float32Array {
  return map.subarray(start, start + sizeOf(shape))
}

/**
 * Min-max read-out: the map scaled so that its lowest value is 0 and its highest 1, for relative importance
 * inside one input. A flat map becomes 0; `NaN` stays `NaN`.
 */
export function minMax(map: Float32Array): Float32Array {
  let low = Infinity
  let high = -Infinity
  for (const value of map) {
    if (value < low) low = value
    if (value > high) high = value
  }
  const range = high - low
  return map.map((value) => (range > 0 ? (value - low) / range : value - value))
}

/**
 * Product of maps, each scaled to 0 … 1: high only where all of them are. Of the maps of both stages, for instance.
 *
 * @param maps at least one, all of one size
 * @throws RangeError when sizes differ, or there is none
 */
export function productOf(maps: readonly Float32Array[]): Float32Array {
  if (maps.length === 0 || maps.some(({ length }) => length !== maps[0].length))
    throw new RangeError(
      `maps of one size make a product; got ${maps.map(({ length }) => length).join(", ") || "none"}`,
    )
  const scaled = maps.map(minMax)
  return scaled[0].map((_, unit) => scaled.reduce((product, map) => product * map[unit], 1))
}

/** Number of the unit where the map is highest, the first of several; -1 for a map of `NaN` alone. */
export function peak(map: ArrayLike<number>): number {
  let best = -1
  for (let unit = 0; unit < map.length; unit++)
    if (map[unit] > (best < 0 ? -Infinity : map[best])) best = unit
  return best
}
