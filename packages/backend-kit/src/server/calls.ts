import { isPamiError, PamiError } from "@pami/core"
import type { PlatformSignal } from "@pami/core/tensor"
import PQueue from "p-queue"
import pRetry from "p-retry"
import type { CallRules } from "../function/rules.ts"
import { abortedError, isPassing } from "./api-error.ts"

/**
 * Makes one call, with its retries. `ask` runs once for each attempt.
 *
 * @throws PamiError `ABORTED` when the signal ends the call, and the error of the last attempt
 */
export type Call = <Answer>(
  ask: (signal: PlatformSignal | undefined) => Promise<Answer>,
  options?: { readonly signal?: PlatformSignal | undefined; readonly retries?: number },
) => Promise<Answer>

/** The rules of the calls to a server. */
export type CallsRules = Required<Omit<CallRules, "itemsPerCall" | "shouldRetry" | "timeout">>

const longestDelay = 60_000
// A server that asks for a longer pause is left alone: a later start is better than a program that seems to hang.
const longestPause = 120_000

/**
 * Creates the caller of a server, whose calls share the limits of `rules`.
 *
 * @param mayPass returns whether a retry can help. Default: {@link isPassing}
 */
export function createCalls(rules: CallsRules, mayPass: (error: unknown) => boolean = isPassing): Call {
  const { concurrency, callsPerSecond, retries: usual, retryDelay } = rules
  const slots = new PQueue({ concurrency })
  const attempts = new PQueue(
    callsPerSecond === Infinity ? {} : { intervalCap: 1, interval: 1000 / callsPerSecond, strict: true },
  )
  // When the server asked one call to wait, it asked all.
  let notBefore = 0

  async function attempt<Answer>(
    ask: (signal: AbortSignal | undefined) => Promise<Answer>,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    await pause(notBefore - Date.now(), signal)
    return attempts.add(() => ask(signal), signal && { signal })
  }

  return async (ask, { signal, retries = usual } = {}) => {
    let tries = 0
    const next = () => {
      tries++
      return attempt(ask, signal)
    }
    try {
      return await slots.add(
        () =>
          pRetry(next, {
            retries,
            minTimeout: retryDelay,
            maxTimeout: longestDelay,
            ...(signal && { signal }),
            shouldRetry({ error }) {
              const wait = isPamiError(error) ? error.data["retryAfter"] : undefined
              if (typeof wait === "number") {
                if (wait > longestPause) return false
                notBefore = Math.max(notBefore, Date.now() + wait)
              }
              return mayPass(error)
            },
          }),
        signal && { signal },
      )
    } catch (error) {
      if (signal?.aborted) throw abortedError(signal.reason)
      throw withTries(error, tries)
    }
  }
}

/** Says in the message how often a call was tried. */
function withTries(error: unknown, tries: number): unknown {
  if (!isPamiError(error) || tries < 2) return error
  return new PamiError(error.code, `after ${tries} attempts: ${error.message}`, {
    cause: error,
    data: error.data,
  })
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (milliseconds <= 0) return
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal!.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop)
      resolve()
    }, milliseconds)
    if (signal?.aborted) stop()
    else signal?.addEventListener("abort", stop, { once: true })
  })
}
