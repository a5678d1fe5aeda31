import { type Finding, note, warning } from "../contracts/finding.ts"
import type { Scale, TargetInfo } from "../contracts/target.ts"
import { formatScore, nameTarget } from "./scale.ts"

/** The finding that a model gives one number for two classes. */
export const oneNumberForTwo: Finding = note(
  "ONE_NUMBER_FOR_TWO",
  "the one number of the model is the probability of class 1, and class 0 gets the rest",
  "name the two classes, the one that the number stands for last",
)

/** Returns the finding that a model has another number of classes than the caller has labels. */
export function classCountFinding(count: number, labels: number): Finding {
  return warning(
    "CLASS_COUNT_DIFFERS",
    `the model has ${count} classes, the labels name ${labels}: each may name the class beside its own`,
    "use the labels of this model, from 0 on, with one for the background only if the model has it",
  )
}

/** Returns the finding that scores are kept of some classes only. */
export function classesLimited(kept: number, count: number): Finding {
  return note(
    "CLASSES_LIMITED",
    `scores are kept of the ${kept} strongest of ${count} classes`,
    "name the classes to explain",
  )
}

/** Returns the finding that even the strongest class has a low score. */
export function lowConfidence(target: TargetInfo, scale: Scale): Finding {
  return warning(
    "LOW_CONFIDENCE",
    `the model gives ${nameTarget(target, scale)} only ${formatScore(target.score, scale)}: the map shows little evidence`,
    "if the prediction is wrong too, check the preprocessing (mean, std, range, channel order)",
  )
}

/** Returns the finding that masking leaves most of a target's score. */
export function baselineScoresHigh(target: TargetInfo, baseline: number, scale: Scale): Finding {
  return warning(
    "BASELINE_SCORES_HIGH",
    `the fully masked input scores ${formatScore(baseline, scale)} for ${nameTarget(target, scale)}, the input itself ${formatScore(target.score, scale)}: the mask gives parts much of it`,
    "try another masking operator, or read out the difference to the baseline's score",
  )
}
