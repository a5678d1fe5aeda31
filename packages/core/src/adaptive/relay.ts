import type { Partition } from "../contracts/partition.ts"
import type { Partitioner, Scored } from "../contracts/partitioner.ts"

/** Returns the iterator of the partitions, which receives the {@link Scored} of each. */
export function iteratorOf(
  partitions: ReturnType<Partitioner["partitions"]>,
): Iterator<Partition, unknown, Scored> | AsyncIterator<Partition, unknown, Scored> {
  return Symbol.asyncIterator in partitions
    ? (partitions[Symbol.asyncIterator]() as AsyncIterator<Partition, unknown, Scored>)
    : (partitions[Symbol.iterator]() as Iterator<Partition, unknown, Scored>)
}

/** Options of {@link relay}. Default: everything passes unchanged. */
export interface RelayOptions {
  /** Returns the partition to yield in place of one of the other partitioner. */
  readonly change?: (partition: Partition) => Partition
  /** Returns the `Scored` that the other partitioner receives. */
  readonly view?: (scored: Scored) => Scored
  /** Returns, after each partition of the other partitioner, whether it was the last to yield. */
  readonly enough?: (partition: Partition, scored: Scored) => boolean | Promise<boolean>
}

/**
 * Yields the partitions of another partitioner and hands it the {@link Scored} of each, so that a partitioner may be
 * wrapped without knowing whether it looks at scores.
 *
 * @returns the `Scored` of the last partition; `undefined` if there was none
 *
 * @example
 * // The partitions of a partitioner, each without its first part.
 * import type { Partitioner } from "@pami/core"
 *
 * const whole = grid()
 * const partitioner: Partitioner = {
 *   ...whole,
 *   name: "without the first",
 *   total: () => null,
 *   partitions: (input) =>
 *     relay(whole.partitions(input), {
 *       change: (partition) => ({ ...partition, offsets: partition.offsets.slice(1) }),
 *     }),
 * }
 */
export async function* relay(
  partitions: ReturnType<Partitioner["partitions"]>,
  { change = (partition) => partition, view = (scored) => scored, enough = () => false }: RelayOptions = {},
): AsyncGenerator<Partition, Scored | undefined, Scored> {
  const iterator = iteratorOf(partitions)
  let scored: Scored | undefined
  try {
    for (;;) {
      const step = await iterator.next(scored === undefined ? noneScored : view(scored))
      if (step.done) return scored
      scored = yield change(step.value)
      if (await enough(step.value, scored)) return scored
    }
  } finally {
    await iterator.return?.()
  }
}

/** For the first `next`, whose argument a generator never sees. */
export const noneScored: Scored = () => Promise.reject(new RangeError("no partition has been yielded yet"))
