import { divergingColorMapNames, type ColorMapName, type ValueRange } from "@pami/figure"

/** Returns the values at the ends of a colour bar; those of a diverging one lie around zero. */
export function rangeOfMap(values: ArrayLike<number> | undefined, colorMap: ColorMapName): ValueRange {
  let [min, max] = [Infinity, -Infinity]
  for (let index = 0; index < (values?.length ?? 0); index++) {
    const value = values![index]
    if (value < min) min = value
    if (value > max) max = value
  }
  if (min > max) return { min: 0, max: 1 }
  if (!divergingColorMapNames.includes(colorMap)) return { min, max }
  const most = Math.max(-min, max)
  return { min: -most, max: most }
}

/** Returns the colour map of maps: around zero for a contrast, and for maps with negative values. */
export function colorMapOf(maps: readonly Float32Array[], isContrast: boolean): ColorMapName {
  const isSigned = isContrast || maps.some((values) => values.some((value) => value < 0))
  return isSigned ? divergingColorMapNames[0] : "viridis"
}
