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
  /** The shares of parts that preserve units partially; their runs then hold every unit. Default: units are whole. */
  readonly soft?: SoftMasks
}

/**
 * Shares of units, from 0, masked, to 1, preserved, one mask for each part: see `fromSoftMasks`. They lie on a coarse grid;
 * `sharesOf` interpolates linearly between its points, and repeats the outermost beyond them. Masks are over the first grid
 * of the input; units of other grids are preserved.
 */
export interface SoftMasks {
  /** Number of points along each axis: `[9, 9]`. */
  readonly shape: readonly number[]
  /** The share at each point of each part, `[parts, ...shape]`. */
  readonly shares: Float32Array
  /** The position of the first point of each part along each axis, in units, `[parts, axes]`. May lie outside the grid. */
  readonly origins: Float64Array
  /** Distance of neighbouring points along each axis, in units, above 0. */
  readonly steps: readonly number[]
}
