import { rgb } from "d3-color"
import * as chromatic from "d3-scale-chromatic"

/** A colour map as a table: 256 colours, red, green, blue, `[256, 3]`. */
export type ColorTable = Uint8Array

/** Name of a colour map. */
export type ColorMapName =
  | "viridis"
  | "inferno"
  | "magma"
  | "cividis"
  | "turbo"
  | "blue-red"
  | "purple-orange"

// Blue to red and purple to orange run from negative to positive, and stay distinct for the colour-blind.
const interpolators: Readonly<Record<ColorMapName, (share: number) => string>> = {
  viridis: chromatic.interpolateViridis,
  inferno: chromatic.interpolateInferno,
  magma: chromatic.interpolateMagma,
  cividis: chromatic.interpolateCividis,
  turbo: chromatic.interpolateTurbo,
  "blue-red": (share) => chromatic.interpolateRdBu(1 - share),
  "purple-orange": chromatic.interpolatePuOr,
}

/** The colour maps, for whoever reads them from a command line. */
export const colorMapNames = Object.keys(interpolators) as readonly ColorMapName[]

/** The colour maps with a neutral middle, for what may be negative. */
export const divergingColorMapNames: readonly ColorMapName[] = ["blue-red", "purple-orange"]

/**
 * The 256 colours of a colour map, from least to greatest.
 *
 * @throws RangeError for an unknown name
 */
export function colorTable(name: ColorMapName): ColorTable {
  if (!Object.hasOwn(interpolators, name))
    throw new RangeError(`no colour map is called ${name}: it is one of ${colorMapNames.join(", ")}`)
  const table = new Uint8Array(256 * 3)
  for (let i = 0; i < 256; i++) {
    const { r, g, b } = rgb(interpolators[name](i / 255))
    table.set([Math.round(r), Math.round(g), Math.round(b)], i * 3)
  }
  return table
}
