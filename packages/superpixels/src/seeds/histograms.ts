import type { ColourBins } from "./colour-bins.ts"

/** The colour histograms of the parts, kept up to date as pixels move. */
export interface Histograms extends ColourBins {
  /** Pixels of every part in every cell, `[parts, cells]`. */
  readonly counts: Int32Array
  /** Pixels of every part, `[parts]`. */
  readonly sizes: Int32Array
}

/** Counts the colours of every part of a label map `[H * W]` with labels 0…parts-1. */
export function histogramsOf(labels: Int32Array, parts: number, { cells, cellOf }: ColourBins): Histograms {
  const counts = new Int32Array(parts * cells)
  const sizes = new Int32Array(parts)
  for (let unit = 0; unit < labels.length; unit++) {
    counts[labels[unit] * cells + cellOf[unit]]++
    sizes[labels[unit]]++
  }
  return { cells, cellOf, counts, sizes }
}

/**
 * Whether taking `at` out of its part may cut the part in two. Looked at are the two neighbours beside the move and
 * the three behind it: two that belong to the part and meet only through `at` would come apart.
 *
 * @param map part of every block or pixel, row-major
 * @param behind offset to the neighbour on the far side from where the move comes
 * @param side offset to a neighbour beside the move
 */
export function cutsPart(map: Int32Array, at: number, behind: number, side: number): boolean {
  const part = map[at]
  const back = map[at + behind] === part
  const left = map[at - side] === part
  const right = map[at + side] === part
  if (!back) return left && right
  return (left && map[at + behind - side] !== part) || (right && map[at + behind + side] !== part)
}
