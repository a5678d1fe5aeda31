import type { Partitioner } from "../contracts/partitioner.ts"
import { countParts } from "../partitions/parts.ts"
import { distanceToFull } from "../read-out/convergence.ts"
import { iteratorOf, noneScored } from "./relay.ts"

// Looking costs some passes' time: it is done when there are this many times as many.
const lookAgain = 1.1

/**
 * Returns the partitioner, ended after the partition with which the map of the preferred target is close to that of the
 * full run. Only whole partitions are looked at, so that the end does not depend on the batch.
 *
 * @param distance a share of the map's range, above 0, as {@link distanceToFull} estimates it
 * @throws RangeError for a distance that is not above 0
 */
export function untilConverged(partitioner: Partitioner, distance: number): Partitioner {
  if (!(distance > 0)) throw new RangeError(`until is above 0; got ${distance}`)
  return {
    ...partitioner,
    async *partitions(input, signal) {
      const iterator = iteratorOf(partitioner.partitions(input, signal))
      let composed = 0
      let nextLook = 1
      try {
        let step = await iterator.next(noneScored)
        while (!step.done) {
          composed += countParts(step.value)
          const scored = yield step.value
          if (composed >= nextLook) {
            if (distanceToFull(await scored()) <= distance) return
            nextLook = composed * lookAgain
          }
          step = await iterator.next(scored)
        }
      } finally {
        await iterator.return?.()
      }
    },
  }
}
