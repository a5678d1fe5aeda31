import { createCalls, exposesKey, shown, waitOf } from "@pami/backend-kit/server"
import { isPamiError } from "@pami/core"
import { hubError } from "./codes.ts"
import type { DecidedOptions } from "./options.ts"

/** Sends requests to the hub. */
export interface HubRequests {
  /** Calls `read` with the answer to a request, again after a failure in passing. `keep` is called for each part of a body. */
  get<Result>(path: string, what: string, read: (answer: HubAnswer) => Promise<Result>): Promise<Result>
}

/** An answer of the hub. */
export interface HubAnswer {
  /**
   * Returns the parts of the body.
   *
   * @throws PamiError `HUB_FILE_TOO_LARGE` for more bytes than `most`
   */
  parts(most: number): AsyncIterable<Uint8Array>
}

const mostRedirects = 5

/** Returns the function that sends requests to the hub: redirects are followed, and the token stays with the hub. */
export function hubRequests(options: DecidedOptions): HubRequests {
  const { endpoint, token, retries, retryDelay, signal } = options
  const { origin, protocol, host } = new URL(endpoint)
  if (token !== undefined && exposesKey(new URL(endpoint)))
    throw hubError(
      "HUB_ACCESS_DENIED",
      `the token would travel to ${host} without encryption: use an https address, or no token`,
    )
  const call = createCalls({ concurrency: 1, callsPerSecond: Infinity, retries, retryDelay }, mayPass)
  return {
    get: (path, what, read) =>
      call(async (ending) => await once(`${endpoint}/${path}`, what, read, ending), { signal }),
  }

  async function once<Result>(
    address: string,
    what: string,
    read: (answer: HubAnswer) => Promise<Result>,
    ending: AbortSignal | undefined,
  ): Promise<Result> {
    const watch = idleTimer(options.timeout, ending)
    let url = address
    try {
      for (let redirects = 0; ; redirects++) {
        const isHub = new URL(url).origin === origin
        const response = await options.fetch(url, {
          headers: { ...(token !== undefined && isHub && { authorization: `Bearer ${token}` }) },
          redirect: "manual",
          signal: watch.signal,
        })
        watch.reset()
        const to = response.headers.get("location")
        if (response.status >= 300 && response.status < 400 && to !== null) {
          await response.body?.cancel()
          url = nextAddress(to, url, redirects)
          continue
        }
        if (!response.ok) throw await refusal(response, what)
        return await read({ parts: (most) => partsOf(response, most, what, watch.reset) })
      }
    } catch (error) {
      if (isPamiError(error) || ending?.aborted) throw error
      const reason = watch.isLate() ? `no byte within ${options.timeout} ms` : reasonOf(error)
      throw hubError(
        "HUB_UNREACHABLE",
        `${what} was not received from ${host}: ${shown(reason, secrets())}. Check the network and HF_ENDPOINT; with HF_HUB_OFFLINE=1 a model in the cache is taken without the hub`,
        { cause: error, data: { passing: true } },
      )
    } finally {
      watch.end()
    }
  }

  /** A redirect leads to a store of files: never to an address that is less protected than the hub's. */
  function nextAddress(to: string, from: string, redirects: number): string {
    const next = URL.canParse(to, from) ? new URL(to, from) : undefined
    const isSafe =
      next?.protocol === "https:" ||
      (next?.protocol === protocol && next.hostname === new URL(endpoint).hostname)
    if (next?.username === "" && isSafe && redirects < mostRedirects) return next.href
    const where = next === undefined ? "an unreadable address" : `${next.protocol}//${next.host}`
    const why =
      redirects < mostRedirects
        ? "which is not an https address without a user"
        : `after ${mostRedirects} others`
    throw hubError("HUB_ANSWER_INVALID", `${host} leads to ${where}, ${why}: check HF_ENDPOINT`)
  }

  async function refusal(response: Response, what: string): Promise<Error> {
    const { status, headers } = response
    await response.body?.cancel()
    const data = { status }
    const said = headers.get("x-error-message")
    const reason = said === null ? "" : `: ${shown(said, secrets())}`
    if (status === 401 || status === 403)
      return hubError(
        "HUB_ACCESS_DENIED",
        `${host} refuses ${what} (HTTP ${status})${reason}. It does not exist, is private, or its authors ask for consent: accept their terms on its page, and set HF_TOKEN to a token of yours`,
        { data },
      )
    if (status === 404)
      return hubError(
        "HUB_NOT_FOUND",
        `${host} does not have ${what} (HTTP 404)${reason}. Check the name, and the revision behind @`,
        { data },
      )
    if (status !== 408 && status !== 429 && status < 500)
      return hubError(
        "HUB_ANSWER_INVALID",
        `${host} answered the request for ${what} with HTTP ${status}${reason}. Check the name, and HF_ENDPOINT`,
        { data },
      )
    const wait = waitOf(headers.get("retry-after"))
    const when = wait === undefined ? "later" : `in ${Math.ceil(wait / 1000)} s`
    return hubError(
      "HUB_UNREACHABLE",
      `${host} failed to answer for ${what} (HTTP ${status})${reason}: try again ${when}`,
      { data: { ...data, passing: true, ...(wait !== undefined && { retryAfter: wait }) } },
    )
  }

  function secrets(): readonly string[] {
    return token === undefined ? [] : [token]
  }
}

async function* partsOf(
  { body }: Response,
  most: number,
  what: string,
  alive: () => void,
): AsyncIterable<Uint8Array> {
  let received = 0
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    alive()
    received += part.length
    if (received > most) throw hubError("HUB_FILE_TOO_LARGE", `${what} has more than ${most} bytes`)
    yield part
  }
}

function mayPass(error: unknown): boolean {
  return isPamiError(error) && error.data["passing"] === true
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  const inner = (cause as { readonly code?: string; readonly message?: string } | undefined) ?? {}
  return inner.code ?? inner.message ?? message ?? String(error)
}

// A timer of more milliseconds ends at once.
const longestTimer = 2 ** 31 - 1

/** Returns a signal that aborts when nothing has arrived for a while, or when the caller's does. */
function idleTimer(milliseconds: number, ending: AbortSignal | undefined) {
  const until = new AbortController()
  let isLate = false
  const most = Math.min(milliseconds, longestTimer)
  const late = () => {
    isLate = true
    until.abort()
  }
  let timer = setTimeout(late, most)
  const stop = () => until.abort(ending!.reason)
  if (ending?.aborted) stop()
  ending?.addEventListener("abort", stop, { once: true })
  return {
    signal: until.signal,
    isLate: () => isLate,
    reset() {
      clearTimeout(timer)
      timer = setTimeout(late, most)
    },
    end() {
      clearTimeout(timer)
      ending?.removeEventListener("abort", stop)
      // A body that was not read to its end would keep the connection, and the process, open.
      until.abort()
    },
  }
}
