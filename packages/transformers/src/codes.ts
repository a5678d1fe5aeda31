/** Codes of the errors of this package. */
export type TransformersErrorCode =
  | "CANDIDATES_MISSING"
  | "PIPELINE_UNSUPPORTED"
  | "PREPROCESSING_UNSUPPORTED"

/** Codes of the findings of this package. */
export type TransformersFindingCode = "MODEL_UNNAMED"
