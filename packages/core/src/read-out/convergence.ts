import type { Explanation } from "../contracts/explanation.ts"
import { average, standardError } from "./average.ts"
import type { Selection } from "./scores.ts"
import { shareOf } from "./share.ts"

/**
 * Returns how far the map so far is likely to be from that of the full run: the root mean square of their difference over all
 * units, as a share of the map's range (highest less lowest). 0.02 means that a unit is off by 2 % of the range or so.
 *
 * It is the root mean square of the {@link standardError}, times `sqrt(1 - f)`, where `f` is the share of the full run's
 * partitions that has been scored: what has been seen of a finite number of partitions is no longer uncertain. Where
 * partitions differ at random, as superpixels of many settings do, promise and truth agree (`bench quality
 * --calibration` prints both); evenly spread windows come out better than promised. While only the coarsest partitions
 * have been scored the promise is too good.
 *
 * @returns 0 after a full run; `Infinity` as long as half of the units lie in fewer than two scored parts, and where the
 *   number of partitions is not known
 */
export function distanceToFull(explanation: Explanation, selection?: Selection): number {
  const { partitions, planned, passes } = explanation
  if (planned === null) return Infinity
  const share = shareOf(partitions, passes, planned)
  if (share === 1) return 0
  const error = standardError(explanation, selection)
  let known = 0
  let squares = 0
  for (const value of error) {
    if (Number.isNaN(value)) continue
    known++
    squares += value * value
  }
  if (known < error.length / 2) return Infinity
  const map = average(explanation, selection)
  const highest = map.reduce((a, b) => (b > a ? b : a), -Infinity)
  const lowest = map.reduce((a, b) => (b < a ? b : a), Infinity)
  const distance = Math.sqrt(squares / known) * Math.sqrt(1 - share)
  // A flat map without spread has nothing left to find.
  return distance === 0 ? 0 : distance / (highest - lowest)
}
