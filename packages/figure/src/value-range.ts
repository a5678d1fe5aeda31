import { slices } from "@pami/core/tensor"
import type { Size } from "@pami/image"
import { divergingColorMapNames, type ColorMapName } from "./color-maps.ts"

/** The values at the two ends of a colour map. */
export interface ValueRange {
  /** Value of the first colour. */
  readonly min: number
  /** Value of the last colour. */
  readonly max: number
}

/** Options of {@link valueRange}. */
export interface ValueRangeOptions {
  /** A diverging colour map gets a range centred on zero. Default: `viridis`. */
  readonly colorMap?: ColorMapName
  /** Value of the first colour. Default: the lowest value of the map; for a diverging colour map, `-max`. */
  readonly min?: number
  /** Value of the last colour. Default: the highest value of the map; for a diverging colour map, the largest magnitude. */
  readonly max?: number
}

/**
 * Returns the range of values over which a colour map is spread. Ignores `NaN`. `min` equals `max` for a map with a
 * single value.
 *
 * @throws RangeError when a given `max` is not above `min`
 */
export function valueRange(map: Float32Array, options: ValueRangeOptions = {}): ValueRange {
  const ends = emptyRange()
  widen(ends, map)
  return rangeBetween(ends, options)
}

/** Returns the same as {@link valueRange} for a map of image size, and yields to the event loop while it works. */
export async function valueRangeInSlices(map: Float32Array, options: ValueRangeOptions): Promise<ValueRange> {
  const ends = emptyRange()
  const slice = slices()
  for (let from = 0; from < map.length; from += 65_536) {
    if (slice.due()) await slice.next()
    widen(ends, map.subarray(from, from + 65_536))
  }
  return rangeBetween(ends, options)
}

interface Ends {
  lowest: number
  highest: number
}

const emptyRange = (): Ends => ({ lowest: Infinity, highest: -Infinity })

function widen(ends: Ends, map: Float32Array): void {
  for (const value of map) {
    if (value < ends.lowest) ends.lowest = value
    if (value > ends.highest) ends.highest = value
  }
}

function rangeBetween(
  { lowest, highest }: Ends,
  { colorMap = "viridis", min, max }: ValueRangeOptions,
): ValueRange {
  if (lowest > highest) lowest = highest = 0
  if (divergingColorMapNames.includes(colorMap)) {
    const magnitude = max ?? (min === undefined ? Math.max(Math.abs(lowest), Math.abs(highest)) : -min)
    lowest = -magnitude
    highest = magnitude
  }
  const range = { min: min ?? lowest, max: max ?? highest }
  const bothGiven = min !== undefined && max !== undefined
  if (
    Number.isFinite(range.min) &&
    Number.isFinite(range.max) &&
    (bothGiven ? range.max > range.min : range.max >= range.min)
  )
    return range
  throw new RangeError(`max must be above min, got min ${range.min} and max ${range.max}`)
}

/**
 * Returns the level of each value: its index in the 256 colours of a colour map, rounded to nearest. Values outside the
 * range get the first or the last level.
 */
export function toLevels(map: Float32Array, { min, max }: ValueRange): Uint8Array {
  const out = new Uint8Array(map.length)
  const scale = max > min ? 255 / (max - min) : 0
  for (let i = 0; i < map.length; i++) out[i] = Math.min(255, Math.max(0, Math.round((map[i] - min) * scale)))
  return out
}

/** @throws RangeError when the map is not `[height, width]` */
export function checkMap(map: Float32Array, { width, height }: Size): void {
  if (map.length !== width * height)
    throw new RangeError(`a map of ${width} x ${height} has ${width * height} values, not ${map.length}`)
}
