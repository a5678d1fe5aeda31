/** Codes of the errors of this package. */
export type TextErrorCode =
  | "MASK_UNAVAILABLE"
  | "TEXT_EMPTY"
  | "TEXT_TOO_LONG"
  | "TOKENIZER_INVALID"
  | "TOKENIZER_MISMATCH"
  | "TOKENIZER_MISSING"
  | "TOKENIZER_UNSUPPORTED"

/** Codes of the findings of this package. */
export type TextFindingCode =
  | "MASK_CHOSEN"
  | "PADDING_SEEN"
  | "SPECIAL_TOKEN_IN_TEXT"
  | "TEXT_TRUNCATED"
  | "WORDS_UNKNOWN"
