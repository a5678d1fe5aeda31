import { wrap, type Remote } from "comlink"
import { holdsLock } from "./alive.ts"
import type { EngineFault } from "./contract.ts"

/** A worker with something in it that can be asked, which may end while it is asked. */
export interface Thread<Exposed> {
  readonly remote: Remote<Exposed>
  /** Rejects when the worker does not start, or ends. */
  readonly broken: Promise<never>
  /** Ends the worker. `error` is the answer to the questions that wait; default `ENGINE_ENDED`. */
  end(error?: EngineFault): void
}

/** The answer to questions that nobody wants answered any more. */
export const ended: EngineFault = { code: "ENGINE_ENDED", message: "it was stopped" }

let workers = 0

/** Returns a name for a worker that no other has, in any tab: locks are shared by all of them. */
export function nameWorker(what: string): string {
  return `${what} ${++workers} of page ${performance.timeOrigin} ${Math.random()}`
}

/**
 * Watches over a worker that holds the lock of its name.
 *
 * @param stopped returns the error for a worker that has stopped by itself, for a reason
 * @param onEnd called when the worker has ended, before questions are answered
 */
export function watch<Exposed>(
  worker: Worker,
  name: string,
  { stopped, onEnd }: { stopped(reason: string): EngineFault; onEnd(): void },
): Thread<Exposed> {
  let reject: (error: EngineFault) => void
  const broken = new Promise<never>((_, refuse) => (reject = refuse))
  // Nobody may be waiting.
  broken.catch(() => undefined)
  const end = (error = ended) => {
    onEnd()
    worker.terminate()
    reject(error)
  }
  worker.addEventListener("error", ({ message }) => end(stopped(message || "it did not load")))
  // The browser passes the lock on when the worker has died, which nothing else reports.
  worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data === holdsLock) void navigator.locks.request(name, () => end(stopped("the browser ended it")))
  })
  return { remote: wrap<Exposed>(worker), broken, end }
}
