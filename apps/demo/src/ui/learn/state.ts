import { computed, signal } from "@preact/signals"
import { valueRange, type ValueRange } from "@pami/figure"
import type { Prediction, Preview } from "../../engine/contract.ts"
import { meanOf, type Growing } from "../logic/growing.ts"
import { chosen, prediction, scoreScale } from "../state.ts"
import type { Lesson } from "./lessons.ts"
import type { Cut } from "../image-worker/contract.ts"

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
/** The part that the model sees. */
export const part = signal<Int32Array>(new Int32Array(0))
/** The part as far as it is one of the present image: another image may have other units. */
export const partShown = computed(() => {
  const { width = 0, height = 0 } = prediction.value ?? {}
  return (part.value.at(-1) ?? 0) <= width * height ? part.value : new Int32Array(0)
})
/** Centre and radius of the spotlight, in units. */
export const centre = signal<Place | null>(null)
export const radius = signal(17)
/** The score of the present part; `null` until it is computed. */
export const score = signal<number | null>(null)
/** The spotlight with the highest score so far. */
export const best = signal<{
  readonly score: number
  readonly centre: Place
  readonly radius: number
} | null>(null)
export const playing = signal(false)
/** Number of the next part. */
export const position = signal(0)

/** Sums and counts at every unit. */
export const sums = signal<Growing | null>(null)

/** Number of scored parts. */
export const tried = computed(() => sums.value?.tried ?? 0)

/** The mean score of the parts that contain each unit; `NaN` for units without a part. */
export const growing = computed(() => (sums.value === null ? null : meanOf(sums.value)))

/** The score of the whole image. */
export const seeingAll = computed(() => {
  const entry = prediction.value?.classes.find((one) => one.class === chosen.value?.target)
  return entry?.score ?? 0
})

/** The common scale of score and map. */
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

/** Partitions of the image. */
export const cuts = signal<readonly Cut[]>([])

/** The parts of the present lesson: of one partition, or of many. */
export const parts = computed<readonly Int32Array[]>(() => {
  const [first, ...others] = cuts.value
  if (first === undefined) return []
  return lesson.value === "many" ? others.flatMap((cut) => cut.parts) : first.parts
})

/** Number of partitions of the last lesson. */
export const setCount = computed(() => Math.max(0, cuts.value.length - 1))
