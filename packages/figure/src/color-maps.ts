import { rgb } from "d3-color"
import * as chromatic from "d3-scale-chromatic"

/** Name of a colour map. */
export type ColorMapName =
  | "viridis"
  | "inferno"
  | "magma"
  | "cividis"
  | "turbo"
  | "blue-red"
  | "purple-orange"

// The two diverging maps run from negative to positive and stay distinct for colour-blind readers.
const interpolators: Readonly<Record<ColorMapName, (share: number) => string>> = {
  viridis: chromatic.interpolateViridis,
  inferno: chromatic.interpolateInferno,
  magma: chromatic.interpolateMagma,
  cividis: chromatic.interpolateCividis,
  turbo: chromatic.interpolateTurbo,
  "blue-red": (share) => chromatic.interpolateRdBu(1 - share),
  "purple-orange": chromatic.interpolatePuOr,
}

/** Names of all colour maps, the default first. */
export const colorMapNames = Object.keys(interpolators) as readonly ColorMapName[]

/** Names of the colour maps with a neutral middle, for maps with negative values. */
export const divergingColorMapNames: readonly ColorMapName[] = ["blue-red", "purple-orange"]

/**
 * Returns the 256 colours of a colour map, from the lowest value to the highest.
 *
 * @returns red, green and blue bytes, `[256, 3]`
 * @throws RangeError for an unknown name
 */
export function colorTable(name: ColorMapName): Uint8Array {
  if (!Object.hasOwn(interpolators, name))
    throw new RangeError(`unknown colour map ${name}: expected one of ${colorMapNames.join(", ")}`)
  const table = new Uint8Array(256 * 3)
  for (let level = 0; level < 256; level++) {
    const { r, g, b } = rgb(interpolators[name](level / 255))
    table.set([Math.round(r), Math.round(g), Math.round(b)], level * 3)
  }
  return table
}
