import { divergingColorMapNames, valueRange, type ColorMapName, type ValueRange } from "@pami/figure"
import type { MapView } from "../../engine/contract.ts"
import type { Appearance } from "./settings.ts"

/** Returns the values at the ends of the colour bar of a map: its own, or those that any map of the class has. */
export function rangeOfView(
  { map, reach }: Pick<MapView, "map" | "reach">,
  colorMap: ColorMapName,
  scale: Appearance["scale"],
): ValueRange {
  return (scale === "score" ? rangeOfScore(reach, colorMap) : null) ?? valueRange(map, { colorMap })
}

/** Returns the values at the ends of the colour bar that any map of the class has; `null` if their order is wrong. */
export function rangeOfScore(
  { scale }: Pick<MapView["reach"], "scale">,
  colorMap: ColorMapName,
): ValueRange | null {
  if (scale === null) return null
  const { min, max } = scale
  if (!divergingColorMapNames.includes(colorMap)) return { min, max }
  const most = Math.max(Math.abs(min), Math.abs(max))
  return { min: -most, max: most }
}
