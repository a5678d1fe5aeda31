import { slices } from "@pami/core"
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
 * A map in colours, with alpha: `NaN`, where nothing is known, is transparent. Lets the event loop turn meanwhile.
 *
 * @param map `[height, width]`.
 * @throws RangeError when the map does not have that size, or max is not above min
 */
export async function colorize(map: Float32Array, options: ColorizeOptions): Promise<Raster> {
  const { width, height, colorMap = "viridis" } = options
  checkMap(map, options)
  const table = colorTable(colorMap)
  const range = await rangeOfWhole(map, options)
  const data = new Uint8Array(map.length * 4)
  const slice = slices()
  for (let y = 0; y < height; y++) {
    if (slice.due()) await slice.next()
    const row = map.subarray(y * width, (y + 1) * width)
    const index = levels(row, range)
    for (let x = 0, to = y * width * 4; x < width; x++, to += 4) {
      if (Number.isNaN(row[x])) continue
      const from = index[x] * 3
      data[to] = table[from]
      data[to + 1] = table[from + 1]
      data[to + 2] = table[from + 2]
      data[to + 3] = 255
    }
  }
  return { width, height, channels: 4, data }
}

/** The range that {@link colorize} spreads its colours over. A map of one value sits at the start of it. */
export function rangeOf(map: Float32Array, options: RangeOptions = {}): ValueRange {
  const ends = emptyRange()
  widen(ends, map)
  return rangeBetween(ends, options)
}

/** What decides the range of the colours, besides the map. */
type RangeOptions = Pick<ColorizeOptions, "colorMap" | "min" | "max">

/** {@link rangeOf} for maps as large as pictures: lets the event loop turn meanwhile. */
export async function rangeOfWhole(map: Float32Array, options: RangeOptions): Promise<ValueRange> {
  const ends = emptyRange()
  const slice = slices()
  for (let from = 0; from < map.length; from += 65_536) {
    if (slice.due()) await slice.next()
    widen(ends, map.subarray(from, from + 65_536))
  }
  return rangeBetween(ends, options)
}

interface Ends {
  least: number
  greatest: number
}

const emptyRange = (): Ends => ({ least: Infinity, greatest: -Infinity })

function widen(ends: Ends, map: Float32Array): void {
  for (const value of map) {
    if (value < ends.least) ends.least = value
    if (value > ends.greatest) ends.greatest = value
  }
}

function rangeBetween(
  { least, greatest }: Ends,
  { colorMap = "viridis", min, max }: RangeOptions,
): ValueRange {
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
