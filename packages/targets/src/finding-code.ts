import type { Finding } from "@pami/core"

/** Codes of the findings of this package. */
export type TargetsFindingCode =
  | "BACKGROUND_ASSUMED"
  | "BASELINE_SCORES_HIGH"
  | "LOW_CONFIDENCE"
  | "OUTPUT_READ"
  | "SPACE_ADDED"

/** Returns a finding that records a choice. */
export function note(code: TargetsFindingCode, message: string, fix: string): Finding {
  return { code, level: "note", message, fix }
}

/** Returns a finding that needs attention. */
export function warning(code: TargetsFindingCode, message: string, fix: string): Finding {
  return { code, level: "warning", message, fix }
}
