import type { Selection } from "@pami/core"
import { selectionOf } from "@pami/explainer"

/** The class, or the contrast of two, that a map is read for. */
export interface Chosen {
  readonly target: number
  readonly versus: number | null
}

/** Returns a choice as the read-outs take it. */
export function selectionFor({ target, versus }: Chosen): Selection {
  return selectionOf({ target, versus: versus ?? undefined })
}
