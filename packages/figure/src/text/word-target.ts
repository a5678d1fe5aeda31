import type { FigureTarget } from "../draw-figure.ts"

/** A word of the model's answer, and its map. */
export interface WordTarget extends FigureTarget {
  /** Whether the word depends on the input. A word that does not is grey, and its map is not shown. Default: true. */
  readonly depends?: boolean
}
