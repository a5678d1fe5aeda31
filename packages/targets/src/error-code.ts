import { PamiError, type Settings } from "@pami/core"

/** Codes of the errors of this package. */
export type TargetsErrorCode =
  | "ALPHABET_UNSUITABLE"
  | "BOXES_UNRECOGNIZED"
  | "NOTHING_DETECTED"
  | "OUTPUT_NOT_CHOSEN"
  | "OUTPUT_NOT_FINITE"
  | "OUTPUT_NOT_FOUND"
  | "OUTPUT_UNSUITABLE"
  | "REFERENCE_MISSING"
  | "REFERENCE_UNSUITABLE"
  | "REGION_EMPTY"
  | "TARGET_OUT_OF_RANGE"

/** Returns an error of this package. */
export function targetsError(code: TargetsErrorCode, message: string, data: Settings = {}): PamiError {
  return new PamiError<TargetsErrorCode>(code, message, { data })
}
