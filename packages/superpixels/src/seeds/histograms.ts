import type { ColourBins } from "./colour-bins.ts"

/** The colour histograms of the parts, updated as pixels move between parts. */
export interface Histograms extends ColourBins {
  /** Pixels of each part in each cell, `[parts, cells]`. */
  readonly counts: Int32Array
  /** Pixels of each part, `[parts]`. */
  readonly sizes: Int32Array
}

/** Counts the colours of each part of a label map `[H * W]` with labels 0…parts-1. */
export function countColours(labels: Int32Array, parts: number, { cells, cellOf }: ColourBins): Histograms {
  const counts = new Int32Array(parts * cells)
  const sizes = new Int32Array(parts)
  for (let unit = 0; unit < labels.length; unit++) {
    counts[labels[unit] * cells + cellOf[unit]]++
    sizes[labels[unit]]++
  }
  return { cells, cellOf, counts, sizes }
}

/**
 * Returns whether removing `at` from its part can split the part. Checks the two neighbours beside the move and the
 * three behind it: two that belong to the part and touch only through `at` would be separated.
 *
 * @param map part of each block or pixel, row-major
 * @param behind offset to the neighbour opposite the part that takes `at`
 * @param side offset to a neighbour beside the move
 */
export function splitsPart(map: Int32Array, at: number, behind: number, side: number): boolean {
  const part = map[at]
  const back = map[at + behind] === part
  const left = map[at - side] === part
  const right = map[at + side] === part
  if (!back) return left && right
  return (left && map[at + behind - side] !== part) || (right && map[at + behind + side] !== part)
}
