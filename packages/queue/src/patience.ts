import { setTimeout as sleep } from "node:timers/promises"
import { PamiError } from "@pami/core"
import type { Signal } from "@pami/core"
import { isFull, isPassing, storeError } from "./errors.ts"

/** Ends work, as an `AbortSignal` does. */
export interface StopSignal extends Signal {
  addEventListener(type: "abort", listener: () => void): void
  removeEventListener(type: "abort", listener: () => void): void
}

/** Does operations on a store that may be away for a while. */
export interface Patience {
  /**
   * Returns the result of an operation, which is done again while the store is away or full: it must give the same when it is done
   * twice.
   *
   * @param onFull makes room in a store that is full, before the next try
   * @throws PamiError `ABORTED` once the signal is aborted, and the errors of a store that will not pass by waiting
   */
  patiently<T>(operation: () => Promise<T>, onFull?: () => Promise<void>): Promise<T>
  /** Does an operation once, and returns the state in which it found the store. */
  once(operation: () => Promise<unknown>): Promise<"done" | "away" | "full">
  /** Waits. @throws PamiError `ABORTED` */
  rest(milliseconds: number): Promise<void>
  /** Says once that the store is away, until an operation succeeds. Errors that do not pass are left to the operations. */
  notice(error: unknown): void
}

// Milliseconds in which it is not said again that a store is away.
const quiet = 30_000

// Milliseconds between two tries.
const [firstPause, longestPause] = [100, 2000]

type Attempt<T> = { readonly state: "done"; readonly result: T } | { readonly state: "away" | "full" }

/** @param say gets a sentence when the store goes away, and when it is there again */
export function patience(
  store: string,
  say: (message: string) => void,
  signal: StopSignal = new AbortController().signal,
): Patience {
  // Since when it is away, and the last time that this was said, in milliseconds of this process.
  let away: number | undefined
  let said = -Infinity
  const notice = (error: unknown) => {
    if (away !== undefined || signal.aborted || !isPassing(error)) return
    away = performance.now()
    // A full store lets some operations through.
    if (away - said < quiet) return
    said = away
    say(`waiting for the store: ${storeError(error, store).message}`)
  }
  const aborted = () => new PamiError("ABORTED", "interrupted", { cause: signal.reason })
  // A driver that connects again keeps its operations waiting, and no operation hears the signal.
  const unlessAborted = async <T>(work: Promise<T>): Promise<T> => {
    if (signal.aborted) throw aborted()
    let stop = () => {}
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(aborted())
      signal.addEventListener("abort", stop)
    })
    try {
      return await Promise.race([work, stopped])
    } finally {
      signal.removeEventListener("abort", stop)
    }
  }
  const attempt = async <T>(operation: () => Promise<T>): Promise<Attempt<T>> => {
    const started = performance.now()
    try {
      const result = await unlessAborted(operation())
      // Others may have been answered before it went away.
      if (away !== undefined && started > away) {
        if (said === away) say(`the store ${store} is there again`)
        away = undefined
      }
      return { state: "done", result }
    } catch (error) {
      if (!isPassing(error)) throw storeError(error, store)
      notice(error)
      return { state: isFull(error) ? "full" : "away" }
    }
  }
  const rest = (milliseconds: number) => unlessAborted(sleep(milliseconds))
  return {
    notice,
    rest,
    once: async (operation) => (await attempt(operation)).state,
    async patiently(operation, onFull) {
      for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
        const tried = await attempt(operation)
        if (tried.state === "done") return tried.result
        if (tried.state === "full") await onFull?.()
        await rest(pause)
      }
    },
  }
}
