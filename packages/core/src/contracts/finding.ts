/** An observation to know before trusting a map. */
export interface Finding<Code extends string = string> {
  /** Stable name, in capitals: `"LOW_CONFIDENCE"`. Each package documents its own. */
  readonly code: Code
  /** A `warning` needs attention; a `note` records a choice. */
  readonly level: "warning" | "note"
  /** The observation, in plain words. */
  readonly message: string
  /** The fix, as an imperative without a full stop. */
  readonly fix: string
}

/** Returns a finding that needs attention. */
export function warning(code: CoreFindingCode, message: string, fix: string): Finding {
  return { code, level: "warning", message, fix }
}

/** Returns a finding that records a choice. */
export function note(code: CoreFindingCode, message: string, fix: string): Finding {
  return { code, level: "note", message, fix }
}

/** Codes of the findings of this package. */
export type CoreFindingCode =
  | "ACTIVATION_CHOSEN"
  | "ACTIVATION_GUESSED"
  | "ACTIVATION_TWICE"
  | "BASELINE_SCORES_HIGH"
  | "BATCH_DIFFERS"
  | "BATCH_FAILS"
  | "CLASSES_LIMITED"
  | "CLASS_COUNT_DIFFERS"
  | "INPUT_IGNORED"
  | "LOGITS_AS_PROBABILITIES"
  | "LOW_CONFIDENCE"
  | "NOT_DETERMINISTIC"
  | "ONE_NUMBER_FOR_TWO"
  | "OUTPUT_CHOSEN"
  | "SEVERAL_LABELS"
