import type { Explanation } from "../contracts/explanation.ts"
import { average, standardError } from "./average.ts"
import type { Selection } from "./scores.ts"
import { shareOf } from "./share.ts"

/**
 * Returns the estimated distance of the map so far from that of the full run: the root mean square of their difference
 * over all units, as a share of the range of the map (highest minus lowest). 0.02 means that a unit is off by about 2 % of
 * the range.
 *
 * It is the root mean square of the {@link standardError}, times `sqrt(1 - f)`, where `f` is the share of the partitions of
 * the full run that has been scored: a finite number of partitions leaves less uncertainty, the more of them are known. The
 * estimate holds for partitions that differ at random, as superpixels of many settings do (`bench quality --calibration`
 * prints estimates and distances); evenly spread windows are closer than estimated. It is too low while only the coarsest
 * partitions have been scored.
 *
 * @returns 0 after a full run; `Infinity` while over half of the units lie in fewer than two scored parts, and if the
 *   number of partitions is not known
 * @throws RangeError if the target was not swept
 *
 * @example
 * const coarse = await explain({ model, input, passes: 100 })
 * const distance = distanceToFull(coarse)
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
  // A flat map with equal scores has converged.
  return distance === 0 ? 0 : distance / (highest - lowest)
}
