import { isPamiError, PamiError } from "@pami/core"
import type { Settings } from "@pami/core"
import type { OpenaiErrorCode } from "../codes.ts"

/** Returns an error with a code of this package. */
export function apiError(
  code: OpenaiErrorCode,
  message: string,
  options: { readonly cause?: unknown; readonly data?: Settings } = {},
): PamiError<OpenaiErrorCode> {
  return new PamiError(code, message, options)
}

/** Returns the error for a call that the caller stopped. */
export function abortedError(reason: unknown): PamiError {
  return new PamiError("ABORTED", "stopped while waiting for the server", { cause: reason })
}

const passing = new Set(["API_FAILED", "API_RATE_LIMITED", "API_TIMED_OUT", "API_UNREACHABLE"])

/** Returns whether a later attempt may succeed. */
export function isPassing(error: unknown): boolean {
  return isPamiError(error) && passing.has(error.code) && error.data["final"] !== true
}

const mostShown = 300

/** Returns a stranger's text for a message: in one line, shortened, without the key. */
export function shown(text: string, key: string | undefined): string {
  const clean = key ? text.replaceAll(key, "[key]") : text
  const line = clean.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim()
  return line.length > mostShown ? `${line.slice(0, mostShown)}…` : line
}
