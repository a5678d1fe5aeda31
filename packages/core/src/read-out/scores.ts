import type { Explanation } from "../contracts/explanation.ts"
import type { TargetId, TargetInfo } from "../contracts/target.ts"
import { PamiError } from "../error.ts"
import { log } from "../numbers/log.ts"

/**
 * The target of a map, by its id, or the contrast of two targets, whose score is the difference `target - versus`.
 * Default: the preferred target of the explanation.
 */
export type Selection = TargetId | { readonly target: TargetId; readonly versus?: TargetId }

/** How scores become a map. Another read-out of the same scores costs no forward pass. */
export interface ReadOut {
  /**
   * What a part contributes:
   *
   * - `score`: its score as it is (the paper's; default);
   * - `difference`: its score less that of the fully masked input, so that 0 means "no better than nothing";
   * - `log`: the natural logarithm of its score, which tells apart parts that all score low;
   * - `log-odds`: ln(p / (1 - p)), which also tells apart parts that all score high.
   *
   * The last two are for probabilities; they are taken of at least 1e-6 and, for the odds, at most 1 - 1e-6, since
   * beyond that a score of 32 bits says nothing. A contrast is the difference of what its two targets give.
   */
  readonly score?: "score" | "difference" | "log" | "log-odds"
  /**
   * How much a part counts: `equal` (the paper's; default), by its `area` in units (coarse parts, which show more,
   * count more), or by the `inverse-area` (fine parts, which locate better, count more).
   */
  readonly weight?: "equal" | "area" | "inverse-area"
}

/** Names of the scores of {@link ReadOut}. */
export const readOutScores = ["score", "difference", "log", "log-odds"] as const

/** Names of the weights of {@link ReadOut}. */
export const readOutWeights = ["equal", "area", "inverse-area"] as const

/** Returns the target whose map is read when none is named. */
export function preferredTarget({ targets, preferred }: Explanation): TargetInfo {
  return targets[preferred]
}

/**
 * Returns the position of a target among those of the explanation.
 *
 * @throws RangeError when the target was not swept
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

/** Returns the scores of one target, or the contrast of two, one for each pass. */
export function scoresOf(
  explanation: Explanation,
  selection: Selection = preferredTarget(explanation).id,
  score: ReadOut["score"] = "score",
): Float64Array {
  const { target, versus } = typeof selection === "object" ? selection : { target: selection }
  if ((score === "log" || score === "log-odds") && explanation.scale.unit !== "probability")
    throw new PamiError(
      "READ_OUT_UNSUITABLE",
      `"${score}" is for probabilities; these scores have the unit "${explanation.scale.unit}". Read out the score or the difference.`,
    )
  const chosen = scoresOfTarget(explanation, positionOf(explanation, target), score)
  if (versus === undefined) return chosen
  const other = scoresOfTarget(explanation, positionOf(explanation, versus), score)
  for (let pass = 0; pass < chosen.length; pass++) chosen[pass] -= other[pass]
  return chosen
}

// Below this a probability of 32 bits, itself a quotient of exponentials, is noise.
const leastProbability = 1e-6

function scoresOfTarget(
  { scores, passes, targets, baseline }: Explanation,
  position: number,
  score: NonNullable<ReadOut["score"]>,
): Float64Array {
  const chosen = new Float64Array(passes)
  for (let pass = 0; pass < passes; pass++) {
    const plain = scores[pass * targets.length + position]
    const least = Math.max(plain, leastProbability)
    if (score === "score") chosen[pass] = plain
    else if (score === "difference") chosen[pass] = plain - baseline[position]
    else if (score === "log") chosen[pass] = log(least)
    else chosen[pass] = log(least) - log(Math.max(1 - plain, leastProbability))
  }
  return chosen
}
