import { divergingColorMapNames, type ColorMapName } from "./color-maps.ts"

/**
 * Returns the strength of each of the 256 levels of a colour map, 0 to 1. Strength grows from the first level to the
 * last; in a diverging colour map, from the middle to both ends.
 */
export function levelStrengths(colorMap: ColorMapName): Float64Array {
  const diverging = divergingColorMapNames.includes(colorMap)
  return Float64Array.from({ length: 256 }, (_, level) =>
    diverging ? Math.abs(level - 127.5) / 127.5 : level / 255,
  )
}

/**
 * Returns the opacity of each of the 256 levels in an overlay, 0 to 1, to be multiplied by the opacity of the whole.
 * Weak levels keep just enough opacity to show their colour; the neutral middle of a diverging colour map needs less.
 */
export function levelOpacities(colorMap: ColorMapName): Float64Array {
  const lowest = divergingColorMapNames.includes(colorMap) ? 0.25 : 0.45
  return levelStrengths(colorMap).map((strength) => lowest + (1 - lowest) * strength)
}
