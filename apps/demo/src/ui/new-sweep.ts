import { signal } from "@preact/signals"
import { prediction, wanted } from "./state.ts"
import { choose, explainAgain } from "./sweep.ts"

/** A class without a score in the present sweep, for which the visitor has not yet agreed to a new one. */
export const unkept = signal<number | null>(null)

/** Returns whether the present sweep keeps the scores of a class. */
export function isKept(index: number): boolean {
  return prediction.value?.classes.some((entry) => entry.class === index) ?? false
}

/** Shows the map of a class; of one that the sweep has not kept, asks first. */
export function showClass(index: number): void {
  unkept.value = isKept(index) ? null : index
  if (unkept.value === null) void choose({ target: index, versus: null })
}

/** Explains again, with a sweep that keeps a class. */
export async function sweepFor(index: number): Promise<void> {
  unkept.value = null
  wanted.value = { target: index, versus: null }
  await explainAgain()
}
