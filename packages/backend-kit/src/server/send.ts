import { isPamiError } from "@pami/core"
import type { PlatformSignal } from "@pami/core/tensor"
import { bodyAtMost } from "../files/read-at-most.ts"
import { abortedError, apiError, shown } from "./api-error.ts"
import type { Connection } from "./connection.ts"
import { refusal } from "./refusal.ts"

/** A request to a server. */
export interface Request {
  readonly method: "GET" | "POST"
  readonly url: string
  /** Default: none. */
  readonly headers?: Readonly<Record<string, string>>
  /** Default: none. */
  readonly body?: string | Uint8Array
}

/** An answer that was received to its end. */
export interface Reply {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Returns a header of the answer, by its name in any case; `null` if it is missing, or hidden from a page. */
  header(name: string): string | null
}

// Platforms fire timers beyond 2^31 - 1 ms at once.
const longestTimeout = 2 ** 31 - 1

/**
 * Sends one request and returns the answer.
 *
 * @param signal stops the request
 * @throws PamiError with a code for each way in which a request fails; `data` has `status` and, in milliseconds, `retryAfter`
 */
export async function send(
  request: Request,
  connection: Connection,
  signal?: PlatformSignal,
): Promise<Reply> {
  const { url } = request
  const until = new AbortController()
  let isLate = false
  const stop = () => until.abort(signal!.reason)
  if (signal?.aborted) stop()
  signal?.addEventListener("abort", stop, { once: true })
  // Not AbortSignal.timeout: its timer would keep the request in memory after the answer.
  const timer = setTimeout(
    () => {
      isLate = true
      until.abort()
    },
    Math.min(connection.timeout, longestTimeout),
  )
  try {
    return await exchange(request, connection, until.signal)
  } catch (error) {
    if (isPamiError(error)) throw error
    if (signal?.aborted) throw abortedError(signal.reason)
    const { host } = new URL(url)
    if (isLate)
      throw apiError(
        "API_TIMED_OUT",
        `${host} did not answer within ${connection.timeout} ms. Allow more time (timeout), or fewer calls at once (concurrency).`,
      )
    throw apiError(
      "API_UNREACHABLE",
      `the connection to ${host} failed: ${shown(reasonOf(error), secretsOf(connection))}. Check the address, and that the server runs.`,
      { cause: error },
    )
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener("abort", stop)
  }
}

async function exchange(
  { method, url, headers, body }: Request,
  connection: Connection,
  signal: AbortSignal,
): Promise<Reply> {
  const { key, maxBytes } = connection
  const secrets = secretsOf(connection)
  const place = withoutQuery(url, url)
  const response = await connection.fetch(url, {
    method,
    headers: {
      ...connection.headers,
      ...headers,
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    ...(body !== undefined && { body: body as string | Uint8Array<ArrayBuffer> }),
    // A redirect may lead to another host, which must not get the key.
    redirect: "manual",
    signal,
  })
  const { status } = response
  if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
    await response.body?.cancel()
    const to = response.headers.get("location")
    throw apiError(
      "API_REDIRECTED",
      `${place} leads to another address${to === null ? "" : `, ${shown(withoutQuery(to, url), secrets)}`}. A key is not sent on: give the final address.`,
    )
  }
  const bytes = await bodyAtMost(response, maxBytes + 1)
  if (bytes.length > maxBytes)
    throw apiError(
      "API_ANSWER_TOO_LARGE",
      `${place} answered with more than ${maxBytes} bytes: ${connection.advice.smaller}.`,
    )
  if (!response.ok)
    throw refusal(response, new TextDecoder().decode(bytes), {
      url: place,
      secrets,
      advice: connection.advice,
    })
  return { bytes, header: (name) => response.headers.get(name) }
}

/**
 * Returns the JSON in bytes of an answer.
 *
 * @throws PamiError `API_ANSWER_INVALID`
 */
export function readJson(bytes: Uint8Array, url: string, connection: Connection): unknown {
  const text = new TextDecoder().decode(bytes)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw apiError(
      "API_ANSWER_INVALID",
      `${withoutQuery(url, url)} did not answer with JSON, but "${shown(text.slice(0, 80), secretsOf(connection))}". Check that it is the address of ${connection.advice.server}.`,
      { cause },
    )
  }
}

function secretsOf({ key, secrets = [] }: Connection): readonly string[] {
  return key === undefined ? secrets : [key, ...secrets]
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  const inner = (cause as { readonly code?: string; readonly message?: string } | undefined) ?? {}
  return inner.code ?? inner.message ?? message ?? String(error)
}

function withoutQuery(location: string, base: string): string {
  try {
    const { origin, pathname } = new URL(location, base)
    return `${origin}${pathname}`
  } catch {
    return "an unreadable one"
  }
}
