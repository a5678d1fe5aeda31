import { computed, signal } from "@preact/signals"
import { valueRange, type ValueRange } from "@pami/figure"
import type { Prediction, Preview } from "../engine/contract.ts"
import { meanOf, type Growing } from "./logic/growing.ts"
import { chosen, prediction, scoreScale } from "./state.ts"
import type { Cut } from "./studio/contract.ts"

/** The page's three lessons. */
export type Lesson = "move" | "step" | "many"

/** A place on the grid, in units. */
export interface Place {
  readonly x: number
  readonly y: number
}

/** The pixels that the lessons show, with the prediction that they belong to. */
export const loaded = signal<{ readonly of: Prediction; readonly preview: Preview } | null>(null)
/** The pixels of the present prediction; `null` until they are here. */
export const preview = computed(() =>
  loaded.value !== null && loaded.value.of === prediction.value ? loaded.value.preview : null,
)

export const lesson = signal<Lesson>("move")
/** The part that the model is shown. */
export const part = signal<Int32Array>(new Int32Array(0))
/** The part as far as it is one of the present picture: another picture may have other units. */
export const partShown = computed(() => {
  const { width = 0, height = 0 } = prediction.value ?? {}
  return (part.value.at(-1) ?? 0) <= width * height ? part.value : new Int32Array(0)
})
/** Middle of the light, and its reach, in units. */
export const centre = signal<Place | null>(null)
export const radius = signal(17)
/** What the model said of the part; `null` while it has not answered. */
export const score = signal<number | null>(null)
/** The light that scored highest so far. */
export const best = signal<{
  readonly score: number
  readonly centre: Place
  readonly radius: number
} | null>(null)
export const playing = signal(false)
/** Number of the next part. */
export const position = signal(0)

/** What was written down at every unit. */
export const sums = signal<Growing | null>(null)

/** How many parts were tried. */
export const tried = computed(() => sums.value?.tried ?? 0)

/** The mean score of the parts that showed each unit; `NaN` where none did. */
export const growing = computed(() => (sums.value === null ? null : meanOf(sums.value)))

/** How sure the model is when it sees everything. */
export const seeingAll = computed(() => {
  const entry = prediction.value?.classes.find((one) => one.class === chosen.value?.target)
  return entry?.score ?? 0
})

/** One scale for the score and the map: a little is dark from the first part on. */
export const scale = computed<ValueRange>(() => {
  const { min, max } = growing.value === null ? { min: 0, max: 0 } : valueRange(growing.value)
  // Of a probability zero is the least; other numbers may lie below it.
  const least = scoreScale.value.unit === "probability" ? 0 : Math.min(min, seeingAll.value, 0)
  return { min: least, max: Math.max(max, seeingAll.value, least + 1e-6) }
})

/** A score as a share of the meter: of a probability itself, else of the scale. */
export function shareOfMeter(score: number): number {
  const { min, max } = scale.value
  const share = scoreScale.value.unit === "probability" ? score : (score - min) / (max - min)
  return Math.min(1, Math.max(0, share))
}

/** The picture cut into parts, in several ways. */
export const cuts = signal<readonly Cut[]>([])

/** The parts that have their turn: of one set, or of many. */
export const parts = computed<readonly Int32Array[]>(() => {
  const [first, ...others] = cuts.value
  if (first === undefined) return []
  return lesson.value === "many" ? others.flatMap((cut) => cut.parts) : first.parts
})

/** How many sets of parts the last lesson takes. */
export const setCount = computed(() => Math.max(0, cuts.value.length - 1))
