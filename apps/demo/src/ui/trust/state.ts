import { computed, signal, type Signal } from "@preact/signals"
import type { Prediction, Preview } from "../../engine/contract.ts"
import type { Curve, Kept, SmallestRegion } from "../../engine/judge-contract.ts"
import { activity, chosen, prediction, view, type Chosen } from "../state.ts"

/** The map that answers are about: of a prediction, for a class or a contrast. */
export interface Subject {
  readonly prediction: Prediction
  readonly chosen: Chosen
}

/** The present map's subject; `null` without a map. */
export const subject = computed<Subject | null>(() =>
  prediction.value === null || chosen.value === null
    ? null
    : { prediction: prediction.value, chosen: chosen.value },
)

/** An answer with the map that it is about. */
export interface About<Answer> {
  readonly subject: Subject
  readonly answer: Answer
}

/** Returns the answer if it is about the present map. */
export function present<Answer>(of: Signal<About<Answer> | null>): Answer | null {
  return of.value !== null && of.value.subject === subject.value ? of.value.answer : null
}

/** Whether the map is final and the model free to answer. */
export const canAsk = computed(
  () => view.value !== null && (activity.value === "done" || activity.value === "stopped"),
)

/** Share of the pixels that is kept, 0 to 1. */
export const share = signal(0.2)
export const kept = signal<About<Kept & { readonly share: number }> | null>(null)
export const region = signal<About<SmallestRegion> | null>(null)
export const curves = signal<About<readonly Curve[]> | null>(null)
/** Rank correlation with the map of another class. */
export const likeness = signal<About<{ readonly other: number; readonly value: number }> | null>(null)
export const preview = signal<{ readonly prediction: Prediction; readonly pixels: Preview } | null>(null)
/** Completed share of what is being asked; `null` if nothing is. */
export const progress = signal<number | null>(null)
