import type { ApiErrorCode } from "@pami/backend-kit/server"

/** Codes of the errors of this package, in addition to those of every backend. */
export type OpenInferenceErrorCode = ApiErrorCode | "HEALTH_CHECK_FAILED" | "MODEL_CHANGED"

/** Codes of the findings of this package. */
export type OpenInferenceFindingCode =
  | "CONTENT_UNKNOWN"
  | "ELEMENTS_ROUNDED"
  | "KEY_UNENCRYPTED"
  | "VERSION_NOT_NAMED"
