import type { Finding } from "@pami/core"
import type { SeriesFindingCode } from "./error-code.ts"

/** Returns a finding that records a choice. */
export function note(code: SeriesFindingCode, message: string, fix: string): Finding<SeriesFindingCode> {
  return { code, level: "note", message, fix }
}
