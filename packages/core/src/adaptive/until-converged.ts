import type { Partitioner } from "../contracts/partitioner.ts"
import { countParts } from "../partitions/parts.ts"
import { distanceToFull } from "../read-out/convergence.ts"
import { relay } from "./relay.ts"

// A look costs as much as some passes: the next one comes when there are this many times as many.
const lookAgain = 1.1

/**
 * Returns the partitioner, ended after the partition with which the map of the preferred target is close to that of the
 * full run. Looks only at whole partitions, so that the end does not depend on the batch.
 *
 * @param distance a share of the map's range, above 0, as {@link distanceToFull} estimates it
 * @throws RangeError for a distance that is not above 0
 *
 * @example
 * const partitioner = untilConverged(slidingWindow(), 0.05)
 * const { passes, planned } = await explain({ model, input, partitioner })
 */
export function untilConverged(partitioner: Partitioner, distance: number): Partitioner {
  if (!(distance > 0)) throw new RangeError(`distance is above 0; got ${distance}`)
  return {
    ...partitioner,
    async *partitions(input, signal) {
      let [composed, nextLook] = [0, 1]
      yield* relay(partitioner.partitions(input, signal), {
        async enough(partition, scored) {
          composed += countParts(partition)
          if (composed < nextLook) return false
          nextLook = composed * lookAgain
          return distanceToFull(await scored()) <= distance
        },
      })
    },
  }
}
