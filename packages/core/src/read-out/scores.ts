import type { Explanation } from "../contracts/explanation.ts"
import type { Scale, TargetId, TargetInfo } from "../contracts/target.ts"

/**
 * The target of a map, by its id, or the contrast of two targets, with the score difference `target - versus`. Default:
 * the preferred target of the explanation.
 */
export type Selection = TargetId | { readonly target: TargetId; readonly versus?: TargetId }

/** The contribution of a part, from its score and the score of the fully masked input. */
export type Contribution = (score: number, baseline: number, scale: Scale) => number

/** Returns the score of a part: its contribution as in the paper. */
export const plainScore: Contribution = (score) => score

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

/** Returns the contributions of the parts to one target, or to the contrast of two, one for each pass. */
export function scoresOf(
  explanation: Explanation,
  selection: Selection = preferredTarget(explanation).id,
  contribution: Contribution = plainScore,
): Float64Array {
  const { scores, passes, targets, baseline, scale } = explanation
  const { target, versus } = typeof selection === "object" ? selection : { target: selection }
  const read = (id: TargetId) => {
    const position = positionOf(explanation, id)
    return new Float64Array(passes).map((_, pass) =>
      contribution(scores[pass * targets.length + position], baseline[position], scale),
    )
  }
  const chosen = read(target)
  if (versus === undefined) return chosen
  const other = read(versus)
  return chosen.map((value, pass) => value - other[pass])
}
