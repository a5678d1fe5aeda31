import { computed, signal } from "@preact/signals"
import type { TargetId } from "@pami/core"
import type { ColorMapName, ValueRange } from "@pami/figure"
import type { Geometry, Picture } from "@pami/image"
import type { SavedChoice, SavedFacts, SavedMap } from "../../engine/saved/contract.ts"
import { colorMapOf, rangeOfMap } from "../kinds/logic/map-range.ts"
import { targetName } from "../logic/format.ts"

/** The image of a saved explanation, with the place of its map. */
export interface SavedImage {
  readonly name: string
  readonly image: Picture
  readonly preview: ImageBitmap
  readonly geometry: Geometry
}

export const facts = signal<SavedFacts | null>(null)
export const map = signal<SavedMap | null>(null)
/** The image that the visitor has given; `null` before. */
export const image = signal<SavedImage | null>(null)

/** Around zero for a contrast, and for maps with negative values. */
export const colorMap = computed<ColorMapName>(() =>
  map.value === null ? "viridis" : colorMapOf([map.value.values], map.value.choice.versus !== null),
)

/** The values at the ends of the colour bar. */
export const range = computed<ValueRange>(() => rangeOfMap(map.value?.values, colorMap.value))

/** Returns the name of a target. */
export function nameOf(id: TargetId): string {
  const { prediction, swept, scale } = facts.value!
  return targetName([...swept, ...prediction].find((one) => one.id === id) ?? { id }, scale)
}

/** Returns the name of a target, or of a contrast. */
export function nameOfChoice({ target, versus }: SavedChoice): string {
  return versus === null ? nameOf(target) : `${nameOf(target)} rather than ${nameOf(versus)}`
}
