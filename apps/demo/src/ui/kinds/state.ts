import { computed, signal } from "@preact/signals"
import { probabilityScale, type TargetId, type TargetInfo, type TextPlace } from "@pami/core"
import type { ExplainedText, FeatureImportance, MapChoice } from "@pami/explainer"
import type { ColorMapName, ValueRange } from "@pami/figure"
import type {
  KindFacts,
  KindInput,
  KindMap,
  KindOptions,
  KindSnapshot,
  Seen,
} from "../../engine/kinds/contract.ts"
import type { ReadFile } from "../logic/files.ts"
import { targetName, unitName } from "../logic/format.ts"
import { rangeOfScore } from "../logic/range-of-view.ts"
import { appearance } from "../state.ts"
import type { KindPlace } from "./logic/kind-link.ts"
import { colorMapOf, rangeOfMap } from "./logic/map-range.ts"

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

/** The targets whose maps are shown side by side, in the order in which they were added; none, or at least two. */
export const rows = signal<readonly TargetId[]>([])

/** The target that is shown. */
export const chosen = computed<MapChoice | null>(() => wanted.value ?? seen.value?.explained[0] ?? null)
/** The chosen target, and the one that it is set against. */
export const contrast = computed(() => contrastOf(chosen.value))
/** The choices whose maps the page shows, each once, the chosen one first. */
export const shownChoices = computed<readonly MapChoice[]>(() => {
  if (chosen.value === null) return []
  const beside = isWritten.value ? (seen.value?.explained ?? []) : rows.value
  return [chosen.value, ...beside.filter((row) => row !== chosen.value)]
})
/** The map of the chosen target; `null` before the first pass. */
export const map = computed(() => (chosen.value === null ? null : mapFor(chosen.value)))

/** Returns the map of a choice; `null` before it has come. */
export function mapFor(choice: MapChoice): KindMap | null {
  const wantedOne = JSON.stringify(choice)
  return maps.value.find((one) => JSON.stringify(one.choice) === wantedOne) ?? null
}

export const scale = computed(() => seen.value?.scale ?? probabilityScale)

/** Whether the targets are the words of an answer, whose maps are shown together. */
export const isWritten = computed(() => seen.value?.recipe.task?.name === "generation")
/** Whether the targets are classes, two of which can be set against each other. */
export const areClasses = computed(
  () => (seen.value?.recipe.task?.name ?? "classification") === "classification",
)

/** A map, as a view draws it. */
export interface ShownMap {
  readonly map: DrawnMap | null
  readonly colorMap: ColorMapName
  readonly range: ValueRange
  /** The word that the map is about, as of a tag. */
  readonly span?: TextPlace | undefined
}

/** The parts of a map that views draw. */
interface DrawnMap {
  readonly values: Float32Array
  readonly texts?: readonly ExplainedText[]
  /** Values are `undefined` where they are not known. */
  readonly features?: readonly (Omit<FeatureImportance, "value"> & {
    readonly value: FeatureImportance["value"] | undefined
  })[]
}

/** The map of the chosen target, with its colours. */
export const shownMap = computed(() => shownMapOf(map.value))

/** Returns a map with the colours that fit it. */
export function shownMapOf(own: KindMap | null): ShownMap {
  const colorMap = colorMapFor(own === null ? [] : [own])
  return { map: own, colorMap, range: rangeOf(own, colorMap), span: spanOf(own) }
}

/** Returns the place of the word that a map is about; `undefined` for other targets. */
export function spanOf(own: KindMap | null): TextPlace | undefined {
  return targetOf(own?.choice)?.span
}

/** Returns the values at the ends of the colour bar of a map. */
export function rangeOf(own: KindMap | null, colorMap: ColorMapName): ValueRange {
  const fixed = own !== null && appearance.value.scale === "score" ? rangeOfScore(own.reach, colorMap) : null
  return fixed ?? rangeOfMap(own?.values, colorMap)
}

/** Returns the colour map of maps: around zero for those with negative values, and for a contrast. */
export function colorMapFor(shownMaps: readonly KindMap[]): ColorMapName {
  return colorMapOf(
    shownMaps.map(({ values }) => values),
    shownMaps.some(({ choice }) => typeof choice === "object"),
  )
}

/** Returns the name of a target for people. */
export function nameOf(target: TargetInfo): string {
  return targetName(target, scale.value)
}

/** Returns the name of a choice. */
export function nameOfChoice(choice: MapChoice): string {
  const { target, versus } = contrastOf(choice)!
  return versus === undefined ? nameOfId(target) : `${nameOfId(target)} rather than ${nameOfId(versus)}`
}

/** Returns the unit of the map of a choice. */
export function unitOfChoice(choice: MapChoice): string {
  const { target, versus } = contrastOf(choice)!
  const what = `${unitName(scale.value)} of ${nameOfId(target)}`
  return versus === undefined ? what : `${what} − ${nameOfId(versus)}`
}

/** Returns a target of the prediction by its id or label. */
export function targetOf(id: unknown): TargetInfo | undefined {
  // A class without a label has an undefined one.
  if (id === undefined) return undefined
  return seen.value?.prediction.find((one) => one.id === id || one.label === id)
}

function nameOfId(id: unknown): string {
  const target = targetOf(id)
  return target === undefined ? String(id) : nameOf(target)
}

function contrastOf(choice: MapChoice | null) {
  if (choice === null) return null
  return typeof choice === "object" ? choice : { target: choice, versus: undefined }
}
