import type { Signal } from "../contracts/signal.ts"

/** The platform's `AbortSignal`, to hand on to `fetch`; where its types are not loaded, the part that all have. */
export type CallSignal = typeof globalThis extends { AbortSignal: { prototype: infer Platform } }
  ? Platform
  : Signal

/** The part of an `AbortSignal` that calls listen to. */
export interface StopSignal extends Signal {
  addEventListener(type: "abort", listener: () => void): void
  removeEventListener(type: "abort", listener: () => void): void
}

/** The platform's `AbortController`. */
export interface Stop {
  readonly signal: StopSignal
  abort(reason?: unknown): void
}

/** What Node, browsers and workers have alike: this package is compiled without the types of any. */
export const platform = globalThis as unknown as {
  readonly AbortController: new () => Stop
  readonly TextEncoder: new () => { encode(text: string): Uint8Array }
  setTimeout(done: () => void, milliseconds: number): unknown
  clearTimeout(timer: unknown): void
}

// The longest that timers take, 24 days; for longer ones they would not wait at all.
const longest = 2 ** 31 - 1

/** Ends after so many milliseconds, `Infinity` for never; fails with the signal's reason when that aborts first. */
export function sleep(milliseconds: number, signal: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      platform.clearTimeout(timer)
      reject(signal.reason)
    }
    const end = () => {
      signal.removeEventListener("abort", stop)
      resolve()
    }
    const timer =
      milliseconds === Infinity ? undefined : platform.setTimeout(end, Math.min(milliseconds, longest))
    if (signal.aborted) stop()
    else signal.addEventListener("abort", stop)
  })
}

/** Runs `task` with a stop of its own, which aborts when `outer` does, and when the task has ended, well or not. */
export async function within<Result>(
  outer: StopSignal,
  task: (own: Stop) => Promise<Result>,
): Promise<Result> {
  const own = new platform.AbortController()
  const follow = () => own.abort(outer.reason)
  if (outer.aborted) follow()
  else outer.addEventListener("abort", follow)
  try {
    return await task(own)
  } finally {
    outer.removeEventListener("abort", follow)
    own.abort()
  }
}
