import type { Selection } from "@pami/core"
import { selectionOf, type Contrast } from "@pami/explainer"

/** The class, or the contrast of two, that a map is read for. */
export interface Chosen {
  readonly target: number
  readonly versus: number | null
}

/** Returns a choice as the read-outs take it. */
export function selectionFor(chosen: Chosen): Selection {
  return selectionOf(contrastFor(chosen))
}

/** Returns a choice as a target, and the one that it is contrasted with, if any. */
export function contrastFor({ target, versus }: Chosen): Contrast {
  return { target, ...(versus === null || versus === target ? {} : { versus }) }
}
