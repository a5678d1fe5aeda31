import { signal } from "@preact/signals"

/** Completed share of what the model is asked about a map; `null` if nothing is. */
export const progress = signal<number | null>(null)
