import type { Finding } from "@pami/core"
import type { VolumeFindingCode } from "./error-code.ts"

/** Returns a finding that needs attention. */
export function warning(code: VolumeFindingCode, message: string, fix: string): Finding {
  return { code, level: "warning", message, fix }
}

/** Returns a finding that records a choice. */
export function note(code: VolumeFindingCode, message: string, fix: string): Finding {
  return { code, level: "note", message, fix }
}
