/**
 * A part of the input: sorted, half-open runs `[start, end)` of unit numbers, two entries for each run. Units are numbered
 * in row-major order over each grid, one grid after the other. Parts are never changed.
 */
export type Part = Int32Array

/** Parts that belong together, such as the superpixels of one segmentation: see `fromParts`, `fromLabels`, `fromMasks`. */
export interface Partition {
  /** Name for people: `"circles of radius 40, lattice 1 of 16"`. */
  readonly name: string
  /** The runs of all parts, one part after the other. */
  readonly runs: Int32Array
  /** The start of each part in `runs`, and the end: part `k` is `runs.subarray(offsets[k], offsets[k + 1])`. */
  readonly offsets: Int32Array
  /** The variant of the input that the parts belong to, in its units. Default 0, the input itself. */
  readonly variant?: number
  /** Stage of a partitioner that works in stages, from 1. Default 1. */
  readonly stage?: number
}
