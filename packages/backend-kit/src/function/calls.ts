import { isPamiError, PamiError } from "@pami/core"
import PQueue, { TimeoutError } from "p-queue"
import pRetry from "p-retry"
import type { CallRules } from "./rules.ts"

/** One run of a model: its batch is the work of several calls. */
export interface Run {
  /** Aborted by the run's first failed call, with the error as reason. */
  readonly stop: AbortController
  /** Aborts when `stop` does, and when the model is disposed of. */
  readonly signal: AbortSignal
}

/**
 * Makes one call of a run, with its retries.
 *
 * @param name of the call in errors: `"items 1 to 8 of 16"`
 * @param ask called once for each attempt, with a signal that aborts when the attempt is over
 */
export type Call = <Result>(
  name: string,
  ask: (signal: AbortSignal) => Promise<Result>,
  run: Run,
) => Promise<Result>

const longestDelay = 60_000
// Platforms fire timers beyond 2^31 - 1 ms at once.
const longestTimeout = 2 ** 31 - 1

/** Creates the caller of a model, whose calls share the limits of `rules`. */
export function createCaller(rules: Required<CallRules>): Call {
  const { concurrency, callsPerSecond, timeout, retries, retryDelay, shouldRetry } = rules
  const slots = new PQueue({ concurrency })
  // Attempts wait here for their turn; a call keeps its slot between attempts.
  const attempts = new PQueue({
    ...(callsPerSecond !== Infinity && { intervalCap: 1, interval: 1000 / callsPerSecond, strict: true }),
    ...(timeout !== Infinity && { timeout: Math.min(timeout, longestTimeout) }),
  })

  async function attempt<Result>(ask: (signal: AbortSignal) => Promise<Result>, signal: AbortSignal) {
    const over = new AbortController()
    try {
      return await attempts.add(() => ask(AbortSignal.any([signal, over.signal])), { signal })
    } finally {
      over.abort()
    }
  }

  return async (name, ask, { stop, signal }) =>
    slots.add(
      async () => {
        let tries = 0
        try {
          return await pRetry(
            (number) => {
              tries = number
              return attempt(ask, signal)
            },
            {
              retries,
              minTimeout: retryDelay,
              maxTimeout: longestDelay,
              signal,
              // A PamiError says that the answer cannot be read: the next one would be the same.
              shouldRetry: ({ error }) => !isPamiError(error) && shouldRetry(error),
            },
          )
        } catch (error) {
          // Before the slot is free: no other call of this run may start.
          stop.abort(isPamiError(error) ? error : failure(name, tries, error, timeout))
          throw signal.reason
        }
      },
      { signal },
    )
}

function failure(name: string, tries: number, cause: unknown, timeout: number): PamiError {
  const late = cause instanceof TimeoutError ? `no answer within ${timeout} ms` : undefined
  const reason = late ?? (cause instanceof Error ? cause.message : String(cause))
  const failed = tries === 1 ? "failed" : `failed ${tries} times, the last time`
  return new PamiError("MODEL_FAILED", `the function ${failed} on ${name}: ${reason}`, { cause })
}
