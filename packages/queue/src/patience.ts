import { setTimeout as sleep } from "node:timers/promises"
import { PamiError } from "@pami/core"
import type { Signal } from "@pami/core"
import { isPassing, storeError } from "./errors.ts"

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
   * @throws PamiError `ABORTED` once the signal is aborted, and the errors of a store that will not pass by waiting
   */
  patiently<T>(operation: () => Promise<T>): Promise<T>
  /** Does an operation once. Returns false where the store is away or full. */
  once(operation: () => Promise<unknown>): Promise<boolean>
  /** Waits. @throws PamiError `ABORTED` */
  rest(milliseconds: number): Promise<void>
  /** Says once that the store is away, until an operation succeeds. Errors that do not pass are left to the operations. */
  notice(error: unknown): void
}

// Milliseconds between two tries.
const [firstPause, longestPause] = [100, 2000]

/** @param say gets a sentence when the store goes away, and when it is there again */
export function patience(
  store: string,
  say: (message: string) => void,
  signal: StopSignal = new AbortController().signal,
): Patience {
  // Since when it is away, in milliseconds of this process.
  let away: number | undefined
  const notice = (error: unknown) => {
    if (away !== undefined || signal.aborted || !isPassing(error)) return
    away = performance.now()
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
  const once = async <T>(operation: () => Promise<T>): Promise<{ readonly result: T } | undefined> => {
    const started = performance.now()
    try {
      const result = await unlessAborted(operation())
      // Others may have been answered before it went away.
      if (away !== undefined && started > away) {
        away = undefined
        say(`the store ${store} is there again`)
      }
      return { result }
    } catch (error) {
      if (!isPassing(error)) throw storeError(error, store)
      notice(error)
      return undefined
    }
  }
  const rest = (milliseconds: number) => unlessAborted(sleep(milliseconds))
  return {
    notice,
    rest,
    once: async (operation) => (await once(operation)) !== undefined,
    async patiently(operation) {
      for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
        const done = await once(operation)
        if (done !== undefined) return done.result
        await rest(pause)
      }
    },
  }
}
