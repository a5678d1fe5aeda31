import { proxy, transfer, wrap, type Remote } from "comlink"
import type { Engine, EngineFault, EngineWorker, ModelRequest } from "./contract.ts"

/** A worker with an engine in it, which may come to an end under what it was asked for. */
interface Running {
  readonly remote: Remote<EngineWorker>
  /** Rejects when the worker does not start, or stops. */
  readonly broken: Promise<never>
  end(): void
}

/**
 * The engine, in a worker of its own: a new one for every model. Memory of WebAssembly never shrinks, and a runtime
 * that has failed is not to be trusted; both end with the worker.
 */
export function startEngine(): Engine {
  let present: Running | undefined
  let before = 0
  // Kept by the page: to fetch and compile it takes most of the time in which a model opens.
  let runtime: WebAssembly.Module | null = null

  async function ask<Value>(question: (remote: Remote<EngineWorker>) => Promise<Value>): Promise<Value> {
    if (present === undefined)
      throw { code: "TOO_EARLY", message: "open a model first" } satisfies EngineFault
    return Promise.race([question(present.remote), present.broken])
  }

  const passes = async () => before + (present === undefined ? 0 : await ask((remote) => remote.passes()))

  return {
    async load(request) {
      const next = startWorker()
      try {
        const loading = next.remote.load(handOver({ ...request, runtime }))
        const facts = await Promise.race([loading, next.broken])
        before = await passes().catch(() => before)
        present?.end()
        present = next
        // Nobody waits for it: it is for the model after this one.
        void next.remote.runtime().then((compiled) => (runtime ??= compiled))
        return facts
      } catch (error) {
        next.end()
        throw error
      }
    },
    look: (picture, settings, name) => ask((remote) => remote.look(picture, settings, name)),
    explain: (settings, chosen, tell) => ask((remote) => remote.explain(settings, chosen, proxy(tell))),
    pause: () => void present?.remote.pause(),
    resume: () => void present?.remote.resume(),
    stop: () => void present?.remote.stop(),
    read: (chosen, readOut) => ask((remote) => remote.read(chosen, readOut)),
    partsAt: (unit, target) => ask((remote) => remote.partsAt(unit, target)),
    probe: (part, target) => ask((remote) => remote.probe(part, target)),
    manifest: () => ask((remote) => remote.manifest()),
    verify: (manifest) => ask((remote) => remote.verify(manifest)),
    passes,
    async dispose() {
      present?.end()
      present = undefined
    },
  }
}

function startWorker(): Running {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "engine" })
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener("error", ({ message }) => {
      const fault: EngineFault = {
        code: "ENGINE_STOPPED",
        message: `The part of this page that runs the model has stopped (${message || "it did not load"}). Load the page again`,
      }
      reject(fault)
    })
  })
  // Nobody may be waiting.
  broken.catch(() => undefined)
  return { remote: wrap<EngineWorker>(worker), broken, end: () => worker.terminate() }
}

/** The request, its files without a copy. */
function handOver(request: ModelRequest): ModelRequest {
  const { source } = request
  if (source === "zoo") return request
  const files = source instanceof Uint8Array ? [source] : Object.values(source)
  return transfer(request, [...new Set(files.map(({ buffer }) => buffer as ArrayBuffer))])
}
