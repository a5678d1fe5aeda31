import type { Explanation } from "../contracts/explanation.ts"
import type { TargetId, TargetInfo } from "../contracts/target.ts"
import { PamiError } from "../error.ts"
import { log } from "../numbers/log.ts"

/**
 * The target of a map, by its id, or the contrast of two targets, with the score difference `target - versus`. Default:
 * the preferred target of the explanation.
 */
export type Selection = TargetId | { readonly target: TargetId; readonly versus?: TargetId }

/** Options of the read-out. Another read-out of the same scores needs no forward pass. */
export interface ReadOut {
  /**
   * The contribution of a part:
   *
   * - `score`: its score (as in the paper; default);
   * - `difference`: its score minus that of the fully masked input, so that 0 means "no better than the baseline";
   * - `log`: the natural logarithm of its score, which separates parts with low scores;
   * - `log-odds`: ln(p / (1 - p)), which also separates parts with high scores.
   *
   * The last two are for probabilities, clamped to at least 1e-6 and, for the odds, at most 1 - 1e-6: beyond that, scores
   * of 32 bits are noise. A contrast is the difference of the contributions of its two targets.
   */
  readonly score?: "score" | "difference" | "log" | "log-odds"
  /**
   * The weight of a part: `equal` (as in the paper; default), its `area` in units (coarse parts, which show more, count
   * more), or the `inverse-area` (fine parts, which locate better, count more).
   */
  readonly weight?: "equal" | "area" | "inverse-area"
}

/** Names of the scores of {@link ReadOut}. */
export const readOutScores = ["score", "difference", "log", "log-odds"] as const

/** Names of the weights of {@link ReadOut}. */
export const readOutWeights = ["equal", "area", "inverse-area"] as const

/** Returns the target to read if the caller names none: of a classifier, the class of highest score. */
export function preferredTarget({ targets, preferred }: Explanation): TargetInfo {
  return targets[preferred]
}

/**
 * Returns the position of a target among those of the explanation.
 *
 * @throws RangeError if the target was not swept
 */
export function positionOf({ targets }: Explanation, target: TargetId): number {
  const position = targets.findIndex(({ id }) => id === target)
  if (position < 0)
    throw new RangeError(
      `target ${target} was not swept; this explanation holds ${targets
        .slice(0, 20)
        .map(({ id }) => id)
        .join(", ")}`,
    )
  return position
}

/** Returns the scores of one target, or the contrasts of two, one for each pass. */
export function scoresOf(
  explanation: Explanation,
  selection: Selection = preferredTarget(explanation).id,
  score: ReadOut["score"] = "score",
): Float64Array {
  const { target, versus } = typeof selection === "object" ? selection : { target: selection }
  const { scores, targets, baseline, scale } = explanation
  if (score.startsWith("log") && scale.unit !== "probability")
    throw new PamiError(
      "READ_OUT_UNSUITABLE",
      `"${score}" is for probabilities; these scores have the unit "${scale.unit}". Read out the score or the difference.`,
    )
  const contribution = contributions[score]
  const read = (id: TargetId) => {
    const position = positionOf(explanation, id)
    return new Float64Array(explanation.passes).map((_, pass) =>
      contribution(scores[pass * targets.length + position], baseline[position]),
    )
  }
  const chosen = read(target)
  if (versus === undefined) return chosen
  const other = read(versus)
  return chosen.map((value, pass) => value - other[pass])
}

// Below this a probability of 32 bits, itself a quotient of exponentials, is noise.
const leastProbability = 1e-6

function logOf(probability: number): number {
  return log(Math.max(probability, leastProbability))
}

const contributions: Record<NonNullable<ReadOut["score"]>, (score: number, baseline: number) => number> = {
  score: (score) => score,
  difference: (score, baseline) => score - baseline,
  log: logOf,
  "log-odds": (score) => logOf(score) - logOf(1 - score),
}
