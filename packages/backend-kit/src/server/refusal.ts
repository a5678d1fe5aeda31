import type { PamiError } from "@pami/core"
import { type ApiErrorCode, apiError, shown } from "./api-error.ts"
import type { Advice } from "./connection.ts"

/** The members of an answer to `fetch` that decide its error. */
interface Refused {
  readonly status: number
  readonly headers: { get(name: string): string | null }
}

/** Returns the error for an answer that is not a success. */
export function refusal(
  { status, headers }: Refused,
  text: string,
  {
    url,
    secrets,
    advice,
  }: { readonly url: string; readonly secrets: readonly string[]; readonly advice: Advice },
): PamiError<ApiErrorCode> {
  const { message, code } = errorIn(text)
  const said = message === "" ? "" : `: ${shown(message, secrets)}`
  const data = { status }
  if (status === 401 || status === 403)
    // The server's words may repeat the key.
    return apiError(
      "API_KEY_REFUSED",
      `${url} refused the key (HTTP ${status}). Set the variable with a valid key, or choose a model that the key may use.`,
      { data },
    )
  if (status === 404)
    return apiError("API_NOT_FOUND", `${url} does not exist (HTTP 404)${said}. Check ${advice.check}.`, {
      data,
    })
  const wait = waitOf(headers.get("retry-after"))
  const waiting = { ...data, ...(wait !== undefined && { retryAfter: wait }) }
  if (status === 429) {
    const isSpent = code === "insufficient_quota"
    return apiError(
      "API_RATE_LIMITED",
      `${url} refused a further call (HTTP 429)${said}. ${isSpent ? "The quota of the key is spent." : `Lower callsPerSecond or concurrency, or ${advice.later}.`}`,
      { data: { ...waiting, ...(isSpent && { final: true }) } },
    )
  }
  if (status >= 500 || status === 408)
    return apiError("API_FAILED", `${url} failed (HTTP ${status})${said}; ${advice.later}.`, {
      data: waiting,
    })
  return apiError("API_REQUEST_REFUSED", `${url} refused the request (HTTP ${status})${said}`, { data })
}

/** Returns the message and code of an error as servers write it: `{ "error": { "message", "code" } }` and its relatives. */
function errorIn(text: string): { readonly message: string; readonly code?: unknown } {
  try {
    const answer = JSON.parse(text) as {
      readonly error?: { readonly message?: unknown; readonly code?: unknown }
      readonly message?: unknown
      readonly detail?: unknown
    }
    const message = answer.error?.message ?? answer.message ?? answer.detail ?? answer.error ?? ""
    return {
      message: typeof message === "string" ? message : JSON.stringify(message),
      code: answer.error?.code,
    }
  } catch {
    return { message: text.startsWith("<") ? "" : text }
  }
}

/** Returns the milliseconds of a `Retry-After` header, in seconds or as a date. */
export function waitOf(header: string | null): number | undefined {
  if (header === null) return undefined
  const wait = /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined
}
