import { computed, signal } from "@preact/signals"
import { probabilityScale, type Finding, type Scale } from "@pami/core"
import type { ColorMapName, ValueRange } from "@pami/figure"
import type { Picture } from "@pami/image"
import type {
  BackendName,
  LayerName,
  MapView,
  ModelFacts,
  PartScore,
  Prediction,
  Settings,
  Snapshot,
  Verdict,
} from "../engine/contract.ts"
import { className, shown, unitName } from "./logic/format.ts"
import type { Page } from "./logic/link.ts"
import type { Message } from "./logic/error-message.ts"
import { rangeOfView } from "./logic/range-of-view.ts"
import { defaults, type Appearance, type ModelSettings, type PaneName } from "./logic/settings.ts"
import { whole, type Zoom } from "./logic/zoom.ts"

/** An image as the page shows it. */
export interface ShownImage {
  readonly name: string
  /** Id of a sample, for links; `null` for an image of the visitor. */
  readonly sample: string | null
  /** Where it comes from; `null` for a sample. */
  readonly file: File | null
  readonly image: Picture
  readonly preview: ImageBitmap
}

/** The present activity of the page. */
export type Activity =
  | "idle"
  | "starting"
  | "opening-model"
  | "opening-image"
  | "predicting"
  | "explaining"
  | "paused"
  | "verifying"
  | "judging"
  | "comparing"
  | "done"
  | "stopping"
  | "stopped"
  | "restarting"

/** Light, dark, or the theme of the system. */
export type Theme = "system" | "light" | "dark"

/** The class that is explained, and the one that it is set against. */
export interface Chosen {
  readonly target: number
  readonly versus: number | null
}

/** The inputs that the page explains: images by their classes, or inputs of every other kind. */
export type Mode = "image" | "kinds"

export const mode = signal<Mode>("image")
/** Whether the page shows a saved explanation in place of these. */
export const isSaved = signal(false)
export const page = signal<Page>("explain")
export const theme = signal<Theme>("system")

export const facts = signal<ModelFacts | null>(null)
export const image = signal<ShownImage | null>(null)
export const prediction = signal<Prediction | null>(null)
/** The findings of the prediction. */
export const found = signal<readonly Finding[] | null>(null)
/** Code of the error with which the model has refused the image. */
export const refusal = signal<string | null>(null)

export const settings = signal<Settings>(defaults.settings)
/** Settings of a link for a model that is not open yet; `null` for none. */
export const linked = signal<ModelSettings | null>(null)
export const backend = signal<BackendName>(defaults.backend)
export const appearance = signal<Appearance>(defaults.appearance)
export const panes = signal<readonly PaneName[]>(["original", "overlay"])

export const activity = signal<Activity>("starting")
/** Whether the page is idle without a prediction: the model has failed. */
export const unanswered = computed(() => activity.value === "idle" && prediction.value === null)
/** The explained class or contrast. */
export const chosen = signal<Chosen | null>(null)
/** The choice of the visitor; `null` for the top class. */
export const wanted = signal<Chosen | null>(null)
/** The sweep's progress; its map is in {@link view}, which may be of another class. */
export const snapshot = signal<Snapshot | null>(null)
export const view = signal<MapView | null>(null)

/** The findings of the prediction and of the sweep. */
export const findings = computed(() => {
  const [seen, later] = [found.value, snapshot.value?.found ?? []]
  if (seen === null || later.length === 0) return seen
  return [...seen, ...later.filter(({ message }) => !seen.some((one) => one.message === message))]
})

/** The unit under the pointer or the keyboard's cursor. */
export const probe = signal<number | null>(null)
const isPointing = computed(() => probe.value !== null)
/** The layers that are shown: by a pane, or by the line about the pixel under the probe. */
export const layers = computed<readonly LayerName[]>(() => {
  const shown = (pane: PaneName) => isPointing.value || panes.value.includes(pane)
  if (page.value !== "explain") return []
  return [
    ...(shown("uncertainty") ? (["standardError"] as const) : []),
    ...(shown("coverage") ? (["coverage"] as const) : []),
  ]
})
export const partsAtProbe = signal<readonly PartScore[]>([])
export const zoom = signal<Zoom>(whole)

export const messages = signal<readonly (Message & { readonly id: number })[]>([])
/** For screen readers: said politely, and not often. */
export const announcement = signal("")

/** Outcome of the last manifest's check. */
export const verdict = signal<Verdict | null>(null)

/** Unit and range of the scores. */
export const scoreScale = computed<Scale>(() => prediction.value?.scale ?? probabilityScale)

/** Whether the prediction is of classes, and not of objects, regions or points. */
export const ofClasses = computed(() => (prediction.value?.task ?? "classification") === "classification")

/** Name of a class of the loaded model, or of an object that it finds. */
export function nameOf(index: number): string {
  if (!ofClasses.value) {
    const own = prediction.value?.classes.find((entry) => entry.class === index)?.label
    if (own !== undefined) return shown(own)
  }
  return className(facts.value?.labels?.[index], index, scoreScale.value)
}

/** Returns the name of a class, or of a contrast. */
export function nameOfChoice({ target, versus }: Chosen): string {
  return versus === null ? nameOf(target) : `${nameOf(target)} rather than ${nameOf(versus)}`
}

/** Returns the unit of a map. */
export function unitOfMap({ target, versus }: Chosen): string {
  const what = `${unitName(scoreScale.value)} of ${nameOf(target)}`
  return versus === null ? what : `${what} − ${nameOf(versus)}`
}

/** The colour map in force. */
export const colorMap = computed<ColorMapName>(
  () => appearance.value.colorMap ?? ((view.value ?? chosen.value)?.versus == null ? "viridis" : "blue-red"),
)

/** The values at the ends of the colour bar. */
export const range = computed<ValueRange>(() =>
  view.value === null ? { min: 0, max: 1 } : rangeOfView(view.value, colorMap.value, appearance.value.scale),
)
