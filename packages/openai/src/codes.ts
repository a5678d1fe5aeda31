import type { ApiErrorCode } from "@pami/backend-kit/server"

/** Codes of the errors of this package. */
export type OpenaiErrorCode =
  | ApiErrorCode
  | "ANSWER_EMPTY"
  | "ANSWER_TOO_LONG"
  | "CACHE_UNREADABLE"
  | "CACHE_UNWRITABLE"
  | "CONTEXT_EMPTY"
  | "CONTEXT_TOO_LARGE"
  | "LOG_PROBABILITIES_MISSING"

/** Codes of the findings of this package. */
export type OpenaiFindingCode =
  | "ANSWER_GENERATED"
  | "ANSWER_WITHOUT_CONTEXT"
  | "KEY_UNENCRYPTED"
  | "LOG_PROBABILITIES_ESTIMATED"
  | "SCORING_CHOSEN"
  | "SERVER_ANSWERS_DIFFER"
  | "SERVER_NOT_CHECKED"
  | "SIMILARITY_INSTEAD"
