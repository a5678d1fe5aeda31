import { transfer } from "comlink"
import type { EngineFault, EngineWorker, ModelRequest } from "./contract.ts"
import type { NamedImage } from "./predict.ts"
import { nameWorker, watch, type Thread } from "./thread.ts"

/** What a question is about. */
export type Subject = "model" | "prediction" | "sweep"

/** A worker with an engine in it, which may come to an end under what it was asked for. */
export interface Running extends Thread<EngineWorker> {
  /** What it knows: after a new start, less than the page does. */
  knows: Subject
  /** The image that it was given. */
  image: NamedImage | undefined
}

export const sweepGone: EngineFault = {
  code: "SWEEP_GONE",
  message:
    "The scores behind this map are no longer held: the model has seen the picture again, or was started again. Press “Explain again” first",
}

export function startWorker(onEnd: () => void): Running {
  const name = nameWorker("engine")
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name })
  const stopped = (reason: string): EngineFault => ({
    code: "ENGINE_STOPPED",
    message: `The part of this page that runs the model has stopped (${reason}). It is started again with the same model and picture: press “Explain again”. If it stops once more, take a smaller model or load the page again`,
  })
  return Object.assign(watch<EngineWorker>(worker, name, { stopped, onEnd }), {
    knows: "model" as const,
    image: undefined,
  })
}

/** The request, its files without a copy. */
export function handOver(request: ModelRequest): ModelRequest {
  const { source } = request
  if (source === "zoo") return request
  const files = source instanceof Uint8Array ? [source] : Object.values(source)
  return transfer(request, [...new Set(files.map(({ buffer }) => buffer as ArrayBuffer))])
}
