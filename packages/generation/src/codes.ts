import { type Finding, PamiError, type Settings } from "@pami/core"

/** Codes of the errors of this package. */
export type GenerationErrorCode =
  | "ANSWER_EMPTY"
  | "ANSWER_TOO_LONG"
  | "CONFIG_INVALID"
  | "ENCODER_UNSUITABLE"
  | "INPUT_NOT_FOUND"
  | "MODEL_UNSUPPORTED"
  | "OUTPUT_NOT_CHOSEN"
  | "OUTPUT_NOT_FINITE"
  | "OUTPUT_NOT_FOUND"
  | "OUTPUT_UNSUITABLE"
  | "PARTITION_UNSUITABLE"
  | "TOKENIZER_UNSUITABLE"
  | "WORDS_UNKNOWN"

/** Codes of the findings of this package. */
export type GenerationFindingCode =
  | "ANSWER_CUT"
  | "ANSWER_INDEPENDENT"
  | "CACHE_ZEROS"
  | "DECODER_SEES_AHEAD"
  | "ENCODER_WIRED"
  | "LOW_CONFIDENCE"
  | "MASK_ASSUMED"
  | "PROBABILITIES_READ"
  | "VOCABULARY_DIFFERS"
  | "WORDS_INDEPENDENT"

/** Returns an error of this package. */
export function generationError(
  code: GenerationErrorCode,
  message: string,
  data: Settings = {},
  cause?: unknown,
): PamiError {
  return new PamiError<GenerationErrorCode>(code, message, { data, cause })
}

/** Returns a finding that records a choice. */
export function note(code: GenerationFindingCode, message: string, fix: string): Finding {
  return { code, level: "note", message, fix }
}

/** Returns a finding that needs attention. */
export function warning(code: GenerationFindingCode, message: string, fix: string): Finding {
  return { code, level: "warning", message, fix }
}

/** Returns words as a list: `"a", "dog"`, the first twelve of them. */
export function quote(words: readonly string[]): string {
  const shown = words.slice(0, 12).map((word) => JSON.stringify(word))
  return shown.join(", ") + (words.length > shown.length ? ` and ${words.length - shown.length} more` : "")
}
