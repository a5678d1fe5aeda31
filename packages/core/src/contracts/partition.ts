import type { Explanation } from "../explanation.ts"
import type { Input } from "./input.ts"
import type { Settings } from "./settings.ts"
import type { Signal } from "./signal.ts"

/**
 * A part of the input: sorted, half-open runs `[start, end)` of unit numbers, two entries a run. Units are numbered in
 * row-major order over each grid, one grid after the other. A part never changes once it is handed out.
 */
export type Part = Int32Array

/** Parts that belong together, such as the superpixels of one segmentation, as data. `fromParts`, `fromLabels` and `fromMasks` make one. */
export interface Partition {
  /** For people: `"circles of radius 40, lattice 1 of 16"`. */
  readonly name: string
  /** The runs of all parts, one part after the other. */
  readonly runs: Int32Array
  /** Where each part starts in `runs`, and the end: part `k` is `runs.subarray(offsets[k], offsets[k + 1])`. */
  readonly offsets: Int32Array
  /** The variant of the input that the parts belong to, in its units. Default 0, the input itself. */
  readonly variant?: number
  /** The stage of a partitioner that works in stages, from 1. Default 1. */
  readonly stage?: number
}

/**
 * Waits until all parts yielded so far have been scored, and returns the explanation so far. A partitioner receives it
 * from each `yield` and may call it before it yields the next partition.
 */
export type Scored = () => Promise<Explanation>

/**
 * Cuts an input into parts, many times over: coarse partitions first, so that any prefix covers the input.
 *
 * A partitioner may base the next partition on the scores so far. That is how searches and second stages work:
 *
 * ```ts
 * async *partitions(input) {
 *   const scored = yield coarse
 *   const map = average(await scored())
 *   yield cutWhere(map, input)
 * }
 * ```
 */
export interface Partitioner {
  readonly name: string
  readonly settings: Settings
  /** Returns the number of parts of all partitions, or `null` where it is not known before they are made. */
  total(input: Input): number | null
  /** Returns the number of partitions of each stage. Absent: not known, so that neither progress nor convergence is. */
  planned?(input: Input): readonly number[]
  /**
   * Makes the partitions, each when the sweep reaches it.
   *
   * @param signal aborted when the partitions are not wanted any more
   */
  partitions(
    input: Input,
    signal?: Signal,
  ): Iterable<Partition> | AsyncIterable<Partition> | AsyncGenerator<Partition, void, Scored>
}
