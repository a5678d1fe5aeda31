import { colorTable, divergingColorMapNames } from "../color-maps.ts"
import type { FigureTarget } from "../draw-figure.ts"
import { toLevels, valueRange, type ValueRange } from "../value-range.ts"

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** The colours of a target's map behind letters. */
export interface Palette extends ValueRange {
  /** Name of the colours: one palette has the same name everywhere. */
  readonly name: string
  /** Red, green and blue bytes, `[256, 3]`. */
  readonly table: Uint8Array
  /** Whether values below and above zero have different colours. */
  readonly isDiverging: boolean
  /** Whether units of no importance are white or almost. */
  readonly isPale: boolean
  /** The level of each unit, an index in `table`; -1 if its importance is not known. */
  readonly levels: Int16Array
}

/** Returns the colours of a target's map. */
export function paletteOf(target: FigureTarget): Palette {
  const { map, versus, colorMap = versus === undefined ? undefined : "blue-red" } = target
  const range = valueRange(map, { ...target, ...(colorMap === undefined ? {} : { colorMap }) })
  const isDiverging = colorMap !== undefined && divergingColorMapNames.includes(colorMap)
  // A map of zeros has the neutral colour.
  const levels = range.max > range.min ? toLevels(map, range) : map.map(() => (isDiverging ? 128 : 0))
  return {
    name: colorMap ?? "red",
    table: colorMap === undefined ? whiteToRed() : colorTable(colorMap),
    isDiverging,
    isPale: isDiverging || colorMap === undefined,
    levels: Int16Array.from(levels, (level, unit) => (Number.isNaN(map[unit]) ? -1 : level)),
    ...range,
  }
}

/** Returns the upper half of blue-red: on paper, strong words must be darker than weak ones, as they are not in viridis. */
function whiteToRed(): Uint8Array {
  const whole = colorTable("blue-red")
  return Uint8Array.from(
    { length: whole.length },
    (_, i) => whole[3 * (128 + (Math.floor(i / 3) >> 1)) + (i % 3)],
  )
}

/** Returns the colour of a level. */
export function colorOf({ table }: Pick<Palette, "table">, level: number): Rgb {
  return [table[3 * level], table[3 * level + 1], table[3 * level + 2]]
}

/** Returns how far a level is from the colour of no importance, 0 to 1. */
export function strengthOf({ isDiverging }: Pick<Palette, "isDiverging">, level: number): number {
  return isDiverging ? Math.abs(level - 127.5) / 127.5 : level / 255
}

/** Returns a colour as CSS and SVG write it: `#1b1b1f`. */
export function hex(color: Rgb): string {
  return `#${color.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`
}
