import { divergingColorMapNames, type ColorMapName } from "./color-maps.ts"

/**
 * How much each level of a colour map says, 0 to 1: from the lowest to the highest, or, of a diverging one, from the
 * middle to both ends.
 */
export function strengths(colorMap: ColorMapName): Float64Array {
  const diverging = divergingColorMapNames.includes(colorMap)
  return Float64Array.from({ length: 256 }, (_, level) =>
    diverging ? Math.abs(level - 127.5) / 127.5 : level / 255,
  )
}

/**
 * How much of the picture beneath each level's colour covers, 0 to 1, before the opacity. What matters little is tinted
 * just enough to tell its colour; the neutral middle needs less.
 */
export function covers(colorMap: ColorMapName): Float64Array {
  const least = divergingColorMapNames.includes(colorMap) ? 0.25 : 0.45
  return strengths(colorMap).map((strength) => least + (1 - least) * strength)
}
