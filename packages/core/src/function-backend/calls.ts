import { queue } from "../backend/queue.ts"
import { isPamiError, PamiError } from "../error.ts"
import { sleep, within } from "./platform.ts"
import type { Stop, StopSignal } from "./platform.ts"
import { slots } from "./slots.ts"

/** How a function may be called. None of it changes the outputs. */
export interface CallRules {
  /** Items of one call at the most, from 1; a run's batch is cut into calls. Default 8. */
  readonly itemsPerCall?: number
  /** Calls in progress at once, from 1, of all runs of a model together. Default 1. */
  readonly concurrency?: number
  /** Calls that may start in a second, above 0, evenly spaced, retries included. Default `Infinity`. */
  readonly callsPerSecond?: number
  /** Milliseconds, above 0, after which a try without an answer has failed. Default `Infinity`. */
  readonly timeout?: number
  /** Further tries of a call that failed, from 0. Default 0: a function of this machine would fail again. */
  readonly retries?: number
  /**
   * Milliseconds to wait before the next try, from 0, or `null` where another would fail too (a wrong key). Gets what the
   * function threw and the number of tries so far, from 1. Default: 1000, then twice as long each time, at most a minute.
   */
  readonly retryAfter?: (error: unknown, tries: number) => number | null
}

/** Makes one call of a run, by the rules: `ask` is called once a try, `what` names the call in errors. Its failure stops the run. */
export type Call = <Result>(
  what: string,
  ask: (signal: StopSignal) => Promise<Result>,
  run: Stop,
) => Promise<Result>

/** @throws RangeError on rules out of range */
export function checkRules(rules: CallRules): Required<CallRules> {
  const {
    itemsPerCall = 8,
    concurrency = 1,
    callsPerSecond = Infinity,
    timeout = Infinity,
    retries = 0,
    retryAfter = (_, tries) => Math.min(60_000, 1000 * 2 ** (tries - 1)),
  } = rules
  const counts = { itemsPerCall: [itemsPerCall, 1], concurrency: [concurrency, 1], retries: [retries, 0] }
  for (const [name, [value, least]] of Object.entries(counts))
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(`${name} is a whole number of at least ${least}; got ${value}`)
  if (!(callsPerSecond > 0)) throw new RangeError(`callsPerSecond is above 0; got ${callsPerSecond}`)
  if (!(timeout > 0)) throw new RangeError(`timeout is above 0; got ${timeout}`)
  return { itemsPerCall, concurrency, callsPerSecond, timeout, retries, retryAfter }
}

/** Calls that share the limits of `rules`, while `life` is not aborted. */
export function caller(rules: Required<CallRules>, life: StopSignal): Call {
  const { concurrency, callsPerSecond, timeout, retries, retryAfter } = rules
  const inSlot = slots(concurrency)
  const inTurn = queue()

  /** Ends when the next try may start. The pause follows the start, so that no clock is needed. */
  const turn = (stop: StopSignal) =>
    new Promise<void>((start) => {
      const pause = async () => {
        start()
        if (!stop.aborted) await sleep(1000 / callsPerSecond, life)
      }
      inTurn(pause).catch(() => undefined)
    })

  const late = async (signal: StopSignal): Promise<never> => {
    await sleep(timeout, signal)
    throw new Error(`no answer within ${timeout} ms`)
  }

  /** One try, and those after it. */
  async function attempt<Result>(
    what: string,
    ask: (signal: StopSignal) => Promise<Result>,
    stop: StopSignal,
    tries: number,
  ): Promise<Result> {
    if (callsPerSecond !== Infinity) await turn(stop)
    if (stop.aborted) throw stop.reason
    try {
      return await within(stop, ({ signal }) => Promise.race([ask(signal), late(signal)]))
    } catch (error) {
      if (stop.aborted) throw stop.reason
      // Such as an answer that cannot be read: asked again, it would be the same.
      if (isPamiError(error)) throw error
      const wait = tries > retries ? null : retryAfter(error, tries)
      if (wait === null) throw failure(what, tries, error)
      if (!(wait >= 0)) throw new RangeError(`retryAfter gives milliseconds from 0, or null; got ${wait}`)
      await sleep(wait, stop)
    }
    return attempt(what, ask, stop, tries + 1)
  }

  return (what, ask, run) =>
    inSlot(async () => {
      try {
        return await attempt(what, ask, run.signal, 1)
      } catch (error) {
        // Before the slot is free, so that no call of this run begins any more.
        run.abort(error)
        throw error
      }
    })
}

function failure(what: string, tries: number, cause: unknown): PamiError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const often = tries === 1 ? "failed" : `failed ${tries} times, the last time`
  return new PamiError("MODEL_FAILED", `the function ${often} on ${what}: ${reason}`, { cause })
}
