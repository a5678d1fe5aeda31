import { equalSteps, normalisedArea } from "./curve.ts"
import type { Probe } from "./probe.ts"
import { allButMostImportant, ranking } from "./ranking.ts"

/**
 * Deletion (Petsiuk et al., RISE, section 4.2; the paper's section 4.1): start from the input itself, mask units in
 * order of decreasing importance in equal steps, and take the area under the target's probability, 0 to 1; lower is
 * better.
 *
 * Protocol: the probe's input says what masking means: its baseline, made in pixel space. The benchmark's is black.
 *
 * @param map importance of every unit
 * @param points scores of the curve, both ends included, at least 2
 */
export async function deletion(
  probe: Probe,
  target: number,
  map: ArrayLike<number>,
  points: number,
): Promise<number> {
  const ranks = ranking(map)
  const parts = equalSteps(probe.units, points).map((count) => allButMostImportant(ranks, count))
  return normalisedArea(await probe.probabilities(target, parts))
}
