import { divergingColorMapNames, valueRange, type ColorMapName, type ValueRange } from "@pami/figure"
import type { MapView } from "../../engine/contract.ts"
import type { Appearance } from "./settings.ts"

/** Returns the values at the ends of the colour bar of a map: its own, or those that any map of the class has. */
export function rangeOfView(
  { map, reach }: Pick<MapView, "map" | "reach">,
  colorMap: ColorMapName,
  scale: Appearance["scale"],
): ValueRange {
  if (scale === "map" || reach.scale === null) return valueRange(map, { colorMap })
  const { min, max } = reach.scale
  if (!divergingColorMapNames.includes(colorMap)) return { min, max }
  const most = Math.max(Math.abs(min), Math.abs(max))
  return { min: -most, max: most }
}
