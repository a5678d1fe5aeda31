import { wrap, type Remote } from "comlink"
import { holdsLock } from "./alive.ts"
import type { EngineError } from "./contract.ts"
import { isOfDownload, type TellDownload } from "./download.ts"

/** A worker with an interface that can be called, which may end during a call. */
export interface Thread<Exposed> {
  readonly remote: Remote<Exposed>
  /** Rejects when the worker does not start, or ends. */
  readonly broken: Promise<never>
  /** Ends the worker. `error` is the answer to the questions that wait; default `ENGINE_ENDED`. */
  end(error?: EngineError): void
}

/** The answer to pending questions of a worker that was ended. */
export const ended: EngineError = { code: "ENGINE_ENDED", message: "stopped" }

let workers = 0

/** Returns a name for a worker that no other has, in any tab: locks are shared by all of them. */
export function nameWorker(what: string): string {
  return `${what} ${++workers} of page ${performance.timeOrigin} ${Math.random()}`
}

/** The actions when a worker stops, ends or downloads. */
interface Watching {
  /** Returns the error for a worker that has stopped by itself, for a reason. */
  stopped(reason: string): EngineError
  /** Called when the worker has ended, before questions are answered. */
  onEnd(): void
  readonly onDownload?: TellDownload | undefined
}

/** Watches over a worker that holds the lock of its name. */
export function watch<Exposed>(
  worker: Worker,
  name: string,
  { stopped, onEnd, onDownload }: Watching,
): Thread<Exposed> {
  let reject: (error: EngineError) => void
  const broken = new Promise<never>((_, refuse) => (reject = refuse))
  // Nobody may be waiting.
  broken.catch(() => undefined)
  const end = (error = ended) => {
    onEnd()
    onDownload?.(null)
    worker.terminate()
    reject(error)
  }
  worker.addEventListener("error", ({ message }) => end(stopped(message || "failed to load")))
  // The browser passes the lock on when the worker has died, which nothing else reports.
  worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (isOfDownload(data)) onDownload?.(data.download)
    if (data === holdsLock)
      void navigator.locks.request(name, () => end(stopped("terminated by the browser")))
  })
  return { remote: wrap<Exposed>(worker), broken, end }
}
