import { isPamiError, PamiError } from "@pami/core"
import type { Settings } from "@pami/core"

/** Codes of the errors of a server. */
export type ApiErrorCode =
  | "API_ANSWER_INVALID"
  | "API_ANSWER_TOO_LARGE"
  | "API_FAILED"
  | "API_KEY_REFUSED"
  | "API_NOT_FOUND"
  | "API_RATE_LIMITED"
  | "API_REDIRECTED"
  | "API_REQUEST_REFUSED"
  | "API_TIMED_OUT"
  | "API_UNREACHABLE"

/** Returns an error of a server. */
export function apiError(
  code: ApiErrorCode,
  message: string,
  options: { readonly cause?: unknown; readonly data?: Settings } = {},
): PamiError<ApiErrorCode> {
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

/**
 * Returns a stranger's text for a message: in one line, shortened, without secrets.
 *
 * @param secrets texts that are replaced by `[key]`. Default: none
 */
export function shown(text: string, secrets: readonly string[] = []): string {
  const clean = secrets.reduce((left, secret) => left.replaceAll(secret, "[key]"), text)
  const line = clean.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim()
  return line.length > mostShown ? `${line.slice(0, mostShown)}…` : line
}
