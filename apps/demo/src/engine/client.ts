import { proxy, transfer, wrap, type Remote } from "comlink"
import type { Engine, EngineFault, EngineWorker, ModelFacts, ModelRequest } from "./contract.ts"
import { holdsLock } from "./alive.ts"
import { outlives } from "./outlives.ts"

/** The engine behind a worker that may be slow, may hang and may die: it is replaced without a loss for the page. */
export interface EngineClient extends Omit<Engine, "load"> {
  /**
   * Loads a model in place of the former, which stays where it fails.
   *
   * @param read gives the request, and gives it again for the worker after this one: its buffers are handed over
   */
  load(read: () => Promise<ModelRequest>): Promise<ModelFacts>
  /** Whether a worker has the model open. */
  isOpen(): boolean
  /** Resolves when all that was asked is answered, and the worker hears. */
  settled(): Promise<unknown>
  /**
   * Ends the worker at once, whatever it is doing; a model on its way is given up and the former one stays. What was
   * asked is answered with `ENGINE_ENDED`. The next question starts another worker, with the same model and picture.
   */
  end(): void
  /** Starts another worker where the last one is gone, and opens the model in it. */
  revive(): Promise<void>
}

/** What a question is about: the model, the picture that it was shown, or what was swept. */
type Subject = "model" | "picture" | "sweep"

/** A worker with an engine in it, which may come to an end under what it was asked for. */
interface Running {
  readonly remote: Remote<EngineWorker>
  /** What it knows: after a new start, less than the page does. */
  knows: Subject
  /** Rejects when the worker does not start, or stops. */
  readonly broken: Promise<never>
  /** @param error what is answered to questions that wait; default `ENGINE_ENDED` */
  end(error?: EngineFault): void
}

const ended: EngineFault = { code: "ENGINE_ENDED", message: "it was stopped" }

const sweepGone: EngineFault = {
  code: "SWEEP_GONE",
  message:
    "The part of this page that runs the model was started again, and no longer holds the scores behind this map. Press “Explain again” first",
}

// An engine that does not say within this time how many passes it made is not waited for, in ms.
const patience = 500

/**
 * The engine, in a worker of its own: a new one for every model. Memory of WebAssembly never shrinks, and a runtime
 * that has failed is not to be trusted; both end with the worker.
 */
export function startEngine(): EngineClient {
  let present: Running | undefined
  let opening: Running | undefined
  let reviving: Promise<Running> | undefined
  let read: (() => Promise<ModelRequest>) | undefined
  let shown: Parameters<Engine["look"]> | undefined
  const waiting = new Set<Promise<unknown>>()
  let loading = 0
  // Of two that overlap the earlier one is given up.
  let attempt = 0
  let before = 0
  // Kept by the page: to fetch and compile it takes most of the time in which a model opens.
  let runtime: WebAssembly.Module | null = null

  function wait<Value>(work: () => Promise<Value>): Promise<Value> {
    const answer = work()
    waiting.add(answer)
    const forget = () => void waiting.delete(answer)
    answer.then(forget, forget)
    return answer
  }

  /** Opens a model in a new worker. */
  async function open(next: () => Promise<ModelRequest>): Promise<{ running: Running; facts: ModelFacts }> {
    const mine = ++attempt
    const request = await next()
    if (mine !== attempt) throw ended
    const running = startWorker(() => {
      if (present === running) present = undefined
    })
    opening = running
    try {
      const answered = running.remote.load(handOver({ ...request, runtime }))
      const facts = await Promise.race([answered, running.broken])
      // Nobody waits for it: it is for the model after this one.
      void running.remote.runtime().then((compiled) => (runtime ??= compiled))
      return { running, facts }
    } catch (error) {
      running.end()
      throw error
    } finally {
      if (opening === running) opening = undefined
    }
  }

  function restart(): Promise<Running> {
    reviving ??= (async () => {
      if (read === undefined) throw { code: "TOO_EARLY", message: "open a model first" } satisfies EngineFault
      return (present = (await open(read)).running)
    })().finally(() => (reviving = undefined))
    return reviving
  }

  function ask<Value>(about: Subject, question: (running: Running) => Promise<Value>): Promise<Value> {
    return wait(async () => {
      const running = present ?? (await restart())
      const answer = async () => {
        if (about === "sweep" && running.knows !== "sweep") throw sweepGone
        if (about === "picture" && running.knows === "model" && shown !== undefined) {
          await running.remote.look(...shown)
          running.knows = "picture"
        }
        return question(running)
      }
      return Promise.race([answer(), running.broken])
    })
  }

  async function passes(): Promise<number> {
    if (present === undefined) return before
    const counted = Promise.race([present.remote.passes(), present.broken]).catch(() => 0)
    return before + ((await outlives(counted, patience)) ? 0 : await counted)
  }

  return {
    load: (next) =>
      wait(async () => {
        loading++
        try {
          const { running, facts } = await open(next)
          before = await passes()
          present?.end()
          present = running
          read = next
          shown = undefined
          return facts
        } finally {
          loading--
        }
      }),
    look: (...picture) =>
      ask("model", async (running) => {
        shown = picture
        const looked = await running.remote.look(...picture)
        running.knows = "picture"
        return looked
      }),
    explain: (settings, chosen, tell) =>
      ask("picture", (running) => {
        running.knows = "sweep"
        return running.remote.explain(settings, chosen, proxy(tell))
      }),
    learn: (beside) => ask("picture", ({ remote }) => remote.learn(beside)),
    tryPresets: () => ask("picture", ({ remote }) => remote.tryPresets()),
    pause: () => void present?.remote.pause(),
    resume: () => void present?.remote.resume(),
    stop: () => void present?.remote.stop(),
    read: (chosen, readOut) => ask("sweep", ({ remote }) => remote.read(chosen, readOut)),
    partsAt: (unit, target) => ask("sweep", ({ remote }) => remote.partsAt(unit, target)),
    probe: (part, target) => ask("picture", ({ remote }) => remote.probe(part, target)),
    manifest: () => ask("sweep", ({ remote }) => remote.manifest()),
    verify: (manifest) => ask("picture", ({ remote }) => remote.verify(manifest)),
    passes,
    isOpen: () => present !== undefined,
    settled: () => Promise.allSettled([...waiting, present?.remote.passes()]),
    end() {
      if (loading === 0) present?.end()
      else {
        attempt++
        opening?.end()
      }
    },
    revive: async () => void (present ?? (await wait(restart))),
    async dispose() {
      attempt++
      opening?.end()
      present?.end()
      read = undefined
    },
  }
}

let workers = 0

function startWorker(onEnd: () => void): Running {
  // Locks are shared by all tabs.
  const name = `engine ${++workers} of page ${performance.timeOrigin} ${Math.random()}`
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name })
  let reject: (error: EngineFault) => void
  const broken = new Promise<never>((_, refuse) => (reject = refuse))
  // Nobody may be waiting.
  broken.catch(() => undefined)
  const end = (error = ended) => {
    onEnd()
    worker.terminate()
    reject(error)
  }
  const stopped = (reason: string) =>
    end({
      code: "ENGINE_STOPPED",
      message: `The part of this page that runs the model has stopped (${reason}). It is started again with the same model and picture: press “Explain again”. If it stops once more, take a smaller model or load the page again`,
    })
  worker.addEventListener("error", ({ message }) => stopped(message || "it did not load"))
  // The browser passes the lock on when the worker has died, of which nothing else tells.
  worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data === holdsLock) void navigator.locks.request(name, () => stopped("the browser ended it"))
  })
  return { remote: wrap<EngineWorker>(worker), knows: "model", broken, end }
}

/** The request, its files without a copy. */
function handOver(request: ModelRequest): ModelRequest {
  const { source } = request
  if (source === "zoo") return request
  const files = source instanceof Uint8Array ? [source] : Object.values(source)
  return transfer(request, [...new Set(files.map(({ buffer }) => buffer as ArrayBuffer))])
}
