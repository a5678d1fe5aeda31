import type { Explanation } from "./explanation.ts"
import type { Input } from "./input.ts"
import type { Partition } from "./partition.ts"
import type { Settings } from "./settings.ts"
import type { Signal } from "./signal.ts"

/**
 * Waits until all parts yielded so far have been scored, and returns the explanation so far. A partitioner receives it
 * from each `yield` and may call it before it yields the next partition.
 */
export type Scored = () => Promise<Explanation>

/**
 * Cuts an input into parts, again and again: coarse partitions first, so that any prefix covers the input.
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
  /** Returns the number of parts of all partitions; `null` if it is not known in advance. */
  total(input: Input): number | null
  /** Returns the number of partitions of each stage. Absent if it is not known; progress and convergence are then unknown too. */
  planned?(input: Input): readonly number[]
  /**
   * Yields the partitions, each when the sweep reaches it.
   *
   * @param signal aborted when the sweep ends early
   */
  partitions(
    input: Input,
    signal?: Signal,
  ): Iterable<Partition> | AsyncIterable<Partition> | AsyncGenerator<Partition, void, Scored>
}
