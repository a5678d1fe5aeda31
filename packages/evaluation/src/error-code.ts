/** Codes of the errors of this package, and of the reasons for which a metric has no value. */
export type EvaluationErrorCode =
  | "BASELINE_NOT_GIVEN"
  | "EVIDENCE_MISSING"
  | "INPUTS_DIFFER"
  | "MAP_INVALID"
  | "METRIC_UNKNOWN"
  | "OBJECT_EMPTY"
  | "UNITS_NOT_BLENDED"
