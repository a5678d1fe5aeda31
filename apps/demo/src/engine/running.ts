import { transfer } from "comlink"
import type { EngineError, EngineWorker, ModelRequest } from "./contract.ts"
import type { TellDownload } from "./download.ts"
import type { NamedImage } from "./predict.ts"
import { nameWorker, watch, type Thread } from "./thread.ts"

/** The state that a question needs. */
export type Subject = "model" | "prediction" | "sweep"

/** A worker with an engine, which may end while a question is pending. */
export interface Running extends Thread<EngineWorker> {
  /** The state of the worker: after a restart, it knows less than the page. */
  knows: Subject
  /** The image that it was given. */
  image: NamedImage | undefined
  /** Resolves when its model is open; `null` while the model rests. */
  awake: Promise<void> | null
}

/** The answer to questions about a sweep that this worker has not run. */
export const sweepGone: EngineError = {
  code: "SWEEP_GONE",
  message:
    "The model ran again or was restarted, so the scores behind this map are gone. Press “Explain again” first",
}

/** Starts a worker that has no model yet. */
export function startWorker(onEnd: () => void, onDownload?: TellDownload): Running {
  const name = nameWorker("engine")
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name })
  const stopped = (reason: string): EngineError => ({
    code: "ENGINE_STOPPED",
    message: `The worker that runs the model has stopped (${reason}). It restarts with the same model and image: press “Explain again”. If it stops again, use a smaller model or reload the page`,
  })
  return Object.assign(watch<EngineWorker>(worker, name, { stopped, onEnd, onDownload }), {
    knows: "model" as const,
    image: undefined,
    awake: Promise.resolve(),
  })
}

/** Returns a request whose files are transferred, not copied. */
export function handOver(request: ModelRequest): ModelRequest {
  const { source } = request
  if (source === "zoo") return request
  const files = source instanceof Uint8Array ? [source] : Object.values(source)
  return transfer(request, [...new Set(files.map(({ buffer }) => buffer as ArrayBuffer))])
}
