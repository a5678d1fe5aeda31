import { type Finding, warning } from "../contracts/finding.ts"
import type { Scale, TargetInfo } from "../contracts/target.ts"
import { formatScore, nameTarget } from "./scale.ts"

// Above a half, the mask explains more of the score of a part than the input does.
const mostSurviving = 0.5

/**
 * Returns a finding if masking leaves most of a target's score, for scores that evidence raises.
 *
 * @param chance the score of a model without knowledge, which is not evidence
 */
export function baselineFindings({
  target,
  baseline,
  scale,
  chance,
}: {
  target: TargetInfo
  baseline: number
  scale: Scale
  chance: number
}): Finding[] {
  // A value in the model's own unit may be higher or lower for a masked input.
  if (scale.unit === "value" || target.score === baseline) return []
  const isHigher = baseline > target.score
  const survives = target.score > chance ? (baseline - chance) / (target.score - chance) : 0
  if (!isHigher && !(scale.unit === "probability" && survives > mostSurviving)) return []
  const name = nameTarget(target, scale)
  const [whole, masked] = [formatScore(target.score, scale), formatScore(baseline, scale)]
  return [
    warning(
      "BASELINE_SCORES_HIGH",
      isHigher
        ? `the fully masked input scores ${masked} for ${name}, the input itself ${whole}: masking does not remove the evidence`
        : `the fully masked input still scores ${masked} for ${name}, of the ${whole} of the input itself: most of every part's score comes from the mask, not from the part`,
      "try another masking operator, or read out the difference to the baseline's score; if nothing helps, check the preprocessing",
    ),
  ]
}
