import { type Finding, note, warning } from "../contracts/finding.ts"
import type { Scale, TargetInfo } from "../contracts/target.ts"
import { formatScore, nameTarget } from "./scale.ts"

/** Returns the finding that a model gives one number for two classes. */
export function binaryFinding(labels: number | undefined): Finding {
  return note(
    "ONE_NUMBER_FOR_TWO",
    "the model gives one number: it is taken as the probability of class 1, and class 0 gets the rest",
    labels === undefined
      ? "name the two classes, the one that the number stands for last"
      : "if the number stands for the first label, swap the labels",
  )
}

/** Returns the finding that a model has another number of classes than the caller has labels. */
export function classCountFinding(count: number, labels: number): Finding {
  const explanations: Readonly<Record<number, readonly [cause: string, fix: string]>> = {
    1: [
      ". The model may have a background class: first, so that each label names the class before its own; or last, so that the labels are right",
      "add a label for the background class: first or last, as in the model",
    ],
    [-1]: [
      ". The labels may be numbered from 1, or start with a background class that the model lacks, so that each names the class after its own; if their background class is last, they are right",
      "number the labels from 0; if the first or last one names the background, remove it",
    ],
  }
  const [cause, fix] = explanations[count - labels] ?? ["", "use the labels of this model"]
  return warning(
    "CLASS_COUNT_DIFFERS",
    `the model has ${count} classes, the labels name ${labels}${cause}`,
    fix,
  )
}

/** Returns the finding that even the strongest class has a low score. */
export function lowConfidence(target: TargetInfo, scale: Scale): Finding {
  return warning(
    "LOW_CONFIDENCE",
    `the model gives ${nameTarget(target, scale)} only ${formatScore(target.score, scale)}: the map shows the little evidence for it`,
    "if the prediction is wrong too, check the preprocessing: mean, std, range, channel order",
  )
}
