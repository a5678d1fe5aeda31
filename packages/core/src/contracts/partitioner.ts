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
