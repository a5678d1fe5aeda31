import { PamiError } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import type { Answers } from "./contracts/answers.ts"
import type { EvaluationErrorCode } from "./error-code.ts"
import type { Need, Subject } from "./contracts/metric.ts"

const names: Readonly<Record<Need, string>> = {
  passes: "the scores of masked inputs: measure it with an evaluator",
  object: "the boxes or the mask of the object",
  cell: "the cell of the grid that shows the object",
  "changed-maps": "maps of slightly changed inputs",
  "randomised-map": "the map of a model with randomised weights",
  "other-map": "the map of another target",
}

/** Returns the evidence, or throws `EVIDENCE_MISSING` with the need that it would meet. */
export function expectEvidence<Evidence>(evidence: Evidence | undefined, need: Need): Evidence {
  if (evidence !== undefined) return evidence
  throw evaluationError("EVIDENCE_MISSING", `the metric needs ${names[need]}`, { need })
}

/** Returns the scores of masked inputs, whose grid has as many units as the map. */
export function expectAnswers(subject: Subject): Answers {
  const answers = expectEvidence(subject.answers, "passes")
  if (answers.units !== subject.map.length)
    throw evaluationError(
      "MAP_INVALID",
      `the grid of the input has ${answers.units} units; the map has ${subject.map.length}. Read the map of that grid.`,
      { expected: answers.units, actual: subject.map.length },
    )
  return answers
}

/** Throws `MAP_INVALID` for a map that does not have one number for each unit of its shape. */
export function expectMap({ map, shape }: Subject): void {
  if (map.length === sizeOf(shape) && map.length > 0) return
  throw evaluationError(
    "MAP_INVALID",
    `a map of ${shape.join(" x ")} units has ${sizeOf(shape)} values, at least one; this one has ${map.length}`,
    { expected: sizeOf(shape), actual: map.length },
  )
}

/** Returns an error of this package. */
export function evaluationError(
  code: EvaluationErrorCode,
  message: string,
  data: PamiError["data"] = {},
): PamiError<EvaluationErrorCode> {
  return new PamiError(code, message, { data })
}
