import { bodyAtMost } from "@pami/backend-kit"
import { isPamiError, type Settings } from "@pami/core"
import { abortedError, apiError, shown } from "./api-error.ts"

/** How requests reach a server. */
export interface Connection {
  readonly fetch: typeof fetch
  readonly key: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds after which a request has failed. */
  readonly timeout: number
  /** Most bytes of an answer. */
  readonly maxBytes: number
}

// Platforms fire timers beyond 2^31 - 1 ms at once.
const longestTimeout = 2 ** 31 - 1

/**
 * Sends one request and returns the answer, parsed.
 *
 * @param signal stops the request
 * @throws PamiError with a code for each way in which a request fails; `data` has `status` and, in milliseconds, `retryAfter`
 */
export async function post(
  url: string,
  body: Settings,
  connection: Connection,
  signal?: AbortSignal,
): Promise<unknown> {
  const late = AbortSignal.timeout(Math.min(connection.timeout, longestTimeout))
  const until = signal === undefined ? late : AbortSignal.any([signal, late])
  try {
    const response = await connection.fetch(url, {
      method: "POST",
      headers: {
        ...connection.headers,
        "content-type": "application/json",
        ...(connection.key !== undefined && { authorization: `Bearer ${connection.key}` }),
      },
      body: JSON.stringify(body),
      // A redirect may lead to another host, which must not get the key.
      redirect: "manual",
      signal: until,
    })
    return await readResponse(response, url, connection)
  } catch (error) {
    if (isPamiError(error)) throw error
    if (signal?.aborted) throw abortedError(signal.reason)
    const host = new URL(url).host
    if (late.aborted)
      throw apiError(
        "API_TIMED_OUT",
        `${host} did not answer within ${connection.timeout} ms. Allow more time (timeout), or fewer calls at once (concurrency).`,
      )
    throw apiError(
      "API_UNREACHABLE",
      `the connection to ${host} failed: ${shown(reasonOf(error), connection.key)}. Check the address, and that the server runs.`,
      { cause: error },
    )
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  const inner = (cause as { readonly code?: string; readonly message?: string } | undefined) ?? {}
  return inner.code ?? inner.message ?? message ?? String(error)
}

async function readResponse(response: Response, url: string, connection: Connection): Promise<unknown> {
  const { key, maxBytes } = connection
  const { status } = response
  if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
    await response.body?.cancel()
    const to = response.headers.get("location")
    throw apiError(
      "API_REDIRECTED",
      `${url} leads to another address${to === null ? "" : `, ${shown(withoutQuery(to, url), key)}`}. A key is not sent on: give the final address.`,
    )
  }
  const bytes = await bodyAtMost(response, maxBytes + 1)
  if (bytes.length > maxBytes)
    throw apiError(
      "API_ANSWER_TOO_LARGE",
      `${url} answered with more than ${maxBytes} bytes. Raise maxBytes, or give a shorter context.`,
    )
  const text = new TextDecoder().decode(bytes)
  if (!response.ok) throw refusal(response, text, url, key)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw apiError(
      "API_ANSWER_INVALID",
      `${url} did not answer with JSON, but "${shown(text.slice(0, 80), key)}". Check that it is the address of an OpenAI-compatible API.`,
      { cause },
    )
  }
}

function withoutQuery(location: string, base: string): string {
  try {
    const { origin, pathname } = new URL(location, base)
    return `${origin}${pathname}`
  } catch {
    return "an unreadable one"
  }
}

function refusal({ status, headers }: Response, text: string, url: string, key: string | undefined): Error {
  const { message, code } = errorIn(text)
  const said = message === "" ? "" : `: ${shown(message, key)}`
  const data = { status }
  if (status === 401 || status === 403)
    // The server's words may repeat the key.
    return apiError(
      "API_KEY_REFUSED",
      `${url} refused the key (HTTP ${status}). Set the variable with a valid key, or choose a model that the key may use.`,
      { data },
    )
  if (status === 404)
    return apiError(
      "API_NOT_FOUND",
      `${url} does not exist (HTTP 404)${said}. Check the address, which often ends with /v1, and the name of the model.`,
      { data },
    )
  if (status === 429) {
    const isSpent = code === "insufficient_quota"
    const wait = waitOf(headers.get("retry-after"))
    return apiError(
      "API_RATE_LIMITED",
      `${url} refused a further call (HTTP 429)${said}. ${isSpent ? "The quota of the key is spent." : "Lower callsPerSecond or concurrency, or start again later: answered calls are kept."}`,
      { data: { ...data, ...(wait !== undefined && { retryAfter: wait }), ...(isSpent && { final: true }) } },
    )
  }
  if (status >= 500 || status === 408) {
    const wait = waitOf(headers.get("retry-after"))
    return apiError(
      "API_FAILED",
      `${url} failed (HTTP ${status})${said}. Start again later: answered calls are kept.`,
      {
        data: { ...data, ...(wait !== undefined && { retryAfter: wait }) },
      },
    )
  }
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
function waitOf(header: string | null): number | undefined {
  if (header === null) return undefined
  const wait = /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined
}
