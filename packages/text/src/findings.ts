import type { Finding } from "@pami/core"
import type { TextFindingCode } from "./codes.ts"

/** Returns a finding that records a choice. */
export function note(code: TextFindingCode, message: string, fix: string): Finding<TextFindingCode> {
  return { code, level: "note", message, fix }
}

/** Returns a finding that needs attention. */
export function warning(code: TextFindingCode, message: string, fix: string): Finding<TextFindingCode> {
  return { code, level: "warning", message, fix }
}
