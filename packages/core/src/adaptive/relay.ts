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

/**
 * Yields the partitions of another partitioner and hands it the {@link Scored} of each, so that a partitioner may be
 * wrapped without knowing whether it looks at scores.
 *
 * @param change what to yield in place of a partition; `undefined` ends the relay
 * @param view what the other partitioner sees of the scores
 * @returns the `Scored` of the last partition; `undefined` if there was none
 */
export async function* relay(
  partitions: ReturnType<Partitioner["partitions"]>,
  change: (partition: Partition) => Partition | undefined = (partition) => partition,
  view: (scored: Scored) => Scored = (scored) => scored,
): AsyncGenerator<Partition, Scored | undefined, Scored> {
  const iterator = iteratorOf(partitions)
  let scored: Scored | undefined
  try {
    for (;;) {
      const step = await iterator.next(scored === undefined ? noneScored : view(scored))
      const changed = step.done ? undefined : change(step.value)
      if (changed === undefined) return scored
      scored = yield changed
    }
  } finally {
    await iterator.return?.()
  }
}

/** A generator never sees the argument of its first `next`. */
export const noneScored: Scored = () => Promise.reject(new RangeError("no partition has been yielded yet"))
