import type { Partitioner } from "../contracts/partitioner.ts"
import { atLeastOne } from "../partitions/at-least-one.ts"
import { countParts, firstParts } from "../partitions/parts.ts"
import { relay } from "./relay.ts"

/**
 * Returns the partitioner limited to its first parts.
 *
 * @param passes the largest number of parts, at least 1
 * @throws RangeError for fewer than one part
 *
 * @example
 * const partitioner = firstPasses(slidingWindow(), 100)
 */
export function firstPasses(partitioner: Partitioner, passes: number): Partitioner {
  atLeastOne("passes", passes)
  return {
    ...partitioner,
    total: (input) => {
      const total = partitioner.total(input)
      return total === null ? null : Math.min(total, passes)
    },
    async *partitions(input, signal) {
      let left = passes
      yield* relay(partitioner.partitions(input, signal), {
        change: (partition) => (left < countParts(partition) ? firstParts(partition, left) : partition),
        enough: (partition) => (left -= countParts(partition)) <= 0,
      })
    },
  }
}
