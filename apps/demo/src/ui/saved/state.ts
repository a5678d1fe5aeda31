import { computed, signal } from "@preact/signals"
import type { TargetId, TargetInfo } from "@pami/core"
import type { ColorMapName, ValueRange } from "@pami/figure"
import type { Geometry, Picture } from "@pami/image"
import type { SavedChoice, SavedFacts, SavedMap } from "../../engine/saved/contract.ts"
import type { ShownMap } from "../kinds/state.ts"
import { colorMapOf, rangeOfMap } from "../kinds/logic/map-range.ts"
import { targetName, unitName } from "../logic/format.ts"

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

/** Whether the targets are classes, two of which can be set against each other. */
export const areClasses = computed(
  () => (facts.value?.recipe.task?.name ?? "classification") === "classification",
)

/** The map, as views of inputs of every kind draw it. */
export const shownMap = computed<ShownMap>(() => {
  const { labels } = facts.value!
  const { values, texts, choice } = map.value!
  const features = labels?.map((name, unit) => ({ name, value: undefined, importance: values[unit] }))
  return {
    map: { values, texts, ...(features && { features }) },
    colorMap: colorMap.value,
    range: range.value,
    span: targetOf(choice.target)?.span,
  }
})

/** Returns a target of the file. */
export function targetOf(id: TargetId): TargetInfo | undefined {
  const { prediction, swept } = facts.value!
  return [...swept, ...prediction].find((one) => one.id === id)
}

/** Returns the name of a target. */
export function nameOf(id: TargetId): string {
  return targetName(targetOf(id) ?? { id }, facts.value!.scale)
}

/** Returns the unit of the map that is shown. */
export function unitOfMap(): string {
  const { target, versus } = map.value!.choice
  const what = `${unitName(facts.value!.scale)} of ${nameOf(target)}`
  return versus === null ? what : `${what} − ${nameOf(versus)}`
}

/** Returns the name of a target, or of a contrast. */
export function nameOfChoice({ target, versus }: SavedChoice): string {
  return versus === null ? nameOf(target) : `${nameOf(target)} rather than ${nameOf(versus)}`
}
