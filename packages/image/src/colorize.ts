import { colorTable, divergingColorMapNames, type ColorMapName } from "./color-maps.ts"
import type { Raster, Size } from "./picture.ts"

/** The values at the two ends of a colour map. */
export interface ValueRange {
  readonly min: number
  readonly max: number
}

/** How values become colours. */
export interface ColorizeOptions extends Size {
  /** Default: `viridis`. */
  readonly colorMap?: ColorMapName
  /** Value of the first colour. Default: the least of the map; for a diverging colour map, `-max`. */
  readonly min?: number
  /** Value of the last colour. Default: the greatest of the map; for a diverging one, the greatest magnitude. */
  readonly max?: number
}

/**
 * A map in colours, with alpha: `NaN`, where nothing is known, is transparent.
 *
 * @param map `[height, width]`.
 * @throws RangeError when the map does not have that size, or max is not above min
 */
export function colorize(map: Float32Array, options: ColorizeOptions): Raster {
  const { width, height, colorMap = "viridis" } = options
  checkMap(map, options)
  const table = colorTable(colorMap)
  const index = levels(map, rangeOf(map, options))
  const data = new Uint8Array(map.length * 4)
  for (let i = 0; i < map.length; i++) {
    if (Number.isNaN(map[i])) continue
    const from = index[i] * 3
    data[i * 4] = table[from]
    data[i * 4 + 1] = table[from + 1]
    data[i * 4 + 2] = table[from + 2]
    data[i * 4 + 3] = 255
  }
  return { width, height, channels: 4, data }
}

/** The range that {@link colorize} spreads its colours over. A map of one value sits at the start of it. */
export function rangeOf(
  map: Float32Array,
  { colorMap = "viridis", min, max }: Pick<ColorizeOptions, "colorMap" | "min" | "max"> = {},
): ValueRange {
  let least = Infinity
  let greatest = -Infinity
  for (const value of map) {
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  if (least > greatest) least = greatest = 0
  if (divergingColorMapNames.includes(colorMap)) {
    const magnitude = max ?? (min === undefined ? Math.max(Math.abs(least), Math.abs(greatest)) : -min)
    least = -magnitude
    greatest = magnitude
  }
  const range = { min: min ?? least, max: max ?? greatest }
  const given = min !== undefined && max !== undefined
  if (
    Number.isFinite(range.min) &&
    Number.isFinite(range.max) &&
    (given ? range.max > range.min : range.max >= range.min)
  )
    return range
  throw new RangeError(`the colours run from min ${range.min} to max ${range.max}: max must be above min`)
}

/** Numbers 0 to 255 of the colours, rounded to nearest. */
export function levels(map: Float32Array, { min, max }: ValueRange): Uint8Array {
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
