import { computed, signal } from "@preact/signals"
import { probabilityScale, nameTarget, type TargetInfo } from "@pami/core"
import type { MapChoice } from "@pami/explainer"
import { divergingColorMapNames, type ColorMapName, type ValueRange } from "@pami/figure"
import type {
  KindFacts,
  KindInput,
  KindMap,
  KindOptions,
  KindSnapshot,
  Seen,
} from "../../engine/kinds/contract.ts"
import type { ReadFile } from "../logic/files.ts"
import { shown } from "../logic/format.ts"
import type { KindPlace } from "./logic/kind-link.ts"
import { rangeOfMap } from "./logic/map-range.ts"

/** Id of the latest entry of the gallery that was opened, or chosen; `null` for a model of the visitor of another input than images. */
export const entry = signal<string | null>("scene")
export const facts = signal<KindFacts | null>(null)
export const input = signal<KindInput | null>(null)
export const options = signal<KindOptions>({})

/** Whether the input is the visitor's. */
export const ownInput = signal(false)
/** Files of a model of the visitor; `null` for one of the gallery. */
export const ownModel = signal<readonly ReadFile[] | null>(null)
/** The settings and the class of a link, which are restored as soon as the model of the visitor that it was made with is open. */
export const linkedPlace = signal<KindPlace | null>(null)

/** The predictions for the input; `null` before. */
export const seen = signal<Seen | null>(null)
export const step = signal<KindSnapshot | null>(null)
export const maps = signal<readonly KindMap[]>([])
/** The target that the visitor chose; `null` for the first that is explained. */
export const wanted = signal<MapChoice | null>(null)

/** The target that is shown. */
export const chosen = computed<MapChoice | null>(() => wanted.value ?? seen.value?.explained[0] ?? null)
/** The map of the chosen target; `null` before the first pass. */
export const map = computed(() => {
  const wantedOne = JSON.stringify(chosen.value)
  return maps.value.find(({ choice }) => JSON.stringify(choice) === wantedOne) ?? null
})

export const scale = computed(() => seen.value?.scale ?? probabilityScale)

/** The values at the ends of the colour bar. */
export const range = computed<ValueRange>(() => rangeOfMap(map.value?.values, colorMap.value))

/** Around zero for maps with negative values. */
export const colorMap = computed<ColorMapName>(() =>
  map.value?.values.some((value) => value < 0) ? divergingColorMapNames[0] : "viridis",
)

/** Returns the name of a target for people. */
export function nameOf(target: TargetInfo): string {
  return shown(target.label?.split(",", 1)[0] ?? "", 80) || nameTarget(target, scale.value)
}

/** Returns the name of a choice. */
export function nameOfChoice(choice: MapChoice): string {
  const name = (id: unknown) => {
    const target = seen.value?.prediction.find((one) => one.id === id || one.label === id)
    return target === undefined ? String(id) : nameOf(target)
  }
  return typeof choice === "object"
    ? `${name(choice.target)} rather than ${name(choice.versus)}`
    : name(choice)
}
