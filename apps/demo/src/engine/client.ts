import type { Picture } from "@pami/image"
import { proxy } from "comlink"
import type {
  EngineError,
  Engine,
  LayerName,
  ModelFacts,
  ModelRequest,
  Prediction,
  Settings,
} from "./contract.ts"
import type { NamedImage } from "./predict.ts"
import { outlives } from "./outlives.ts"
import { handOver, startWorker, sweepGone, type Running, type Subject } from "./running.ts"
import { ended } from "./thread.ts"

/** The engine in a worker that may be slow, hang or die. The client replaces it, and the page loses nothing but scores. */
export interface EngineClient extends Omit<Engine, "load" | "setImage"> {
  /** Takes the image to explain. Each worker gets it once, with the first prediction. */
  setImage(image: Picture, name: string): void
  /**
   * Loads a model in place of the present one, which stays if loading fails.
   *
   * @param read returns the request, and returns it again for the next worker: its buffers are transferred
   */
  load(read: () => Promise<ModelRequest>): Promise<ModelFacts>
  /** Returns whether a worker has the model open. */
  isOpen(): boolean
  /** Resolves when all questions are answered, and the worker responds. */
  settled(): Promise<unknown>
  /**
   * Ends all work at once: gives up a model that is being opened, or else ends the worker. Pending questions are rejected
   * with `ENGINE_ENDED`. The next question starts another worker, with the same model and image.
   */
  end(): void
  /** Starts another worker if the last one is gone, and opens the model in it. */
  revive(): Promise<void>
}

// How long the client waits for an engine to report its number of passes, in ms.
const patience = 500

/**
 * Returns the engine, in a new worker for every model. Memory of WebAssembly never shrinks, and a runtime that has failed
 * is not trustworthy; both end with the worker.
 */
export function startEngine(): EngineClient {
  let present: Running | undefined
  let opening: Running | undefined
  let reviving: Promise<Running> | undefined
  let read: (() => Promise<ModelRequest>) | undefined
  let image: NamedImage | undefined
  /** Of the latest prediction of the present model. */
  let settings: Settings | undefined
  let layers: readonly LayerName[] = []
  const waiting = new Set<Promise<unknown>>()
  const loading = new Set<Promise<Running>>()
  let before = 0
  // Kept by the page: fetching and compiling it takes most of the time that a model needs to open.
  let runtime: WebAssembly.Module | null = null

  function wait<Value>(work: () => Promise<Value>): Promise<Value> {
    const answer = work()
    waiting.add(answer)
    const forget = () => void waiting.delete(answer)
    answer.then(forget, forget)
    return answer
  }

  /**
   * Opens a model in a new worker, for {@link adopt}. Gives up an earlier opening that is still under way, of another
   * model or of the present one.
   */
  async function open(next: () => Promise<ModelRequest>): Promise<{ running: Running; facts: ModelFacts }> {
    opening?.end()
    const running = startWorker(() => {
      if (present === running) present = undefined
      if (opening === running) opening = undefined
    })
    opening = running
    try {
      const request = await Promise.race([next(), running.broken])
      const answered = running.remote.load(handOver({ ...request, runtime }))
      return { running, facts: await Promise.race([answered, running.broken]) }
    } catch (error) {
      running.end()
      throw error
    }
  }

  /** Replaces the present worker by one that has opened a model. */
  function adopt(running: Running): Running {
    if (opening !== running) throw ended
    opening = undefined
    present?.end()
    present = running
    void running.remote.show(layers)
    // For the next worker: nobody waits for it.
    void running.remote.runtime().then((compiled) => (runtime ??= compiled))
    return running
  }

  function restart(): Promise<Running> {
    if (reviving !== undefined) return reviving
    const restarted = (async () => {
      if (read === undefined) throw { code: "TOO_EARLY", message: "open a model first" } satisfies EngineError
      return adopt((await open(read)).running)
    })()
    reviving = restarted
    const forget = () => {
      if (reviving === restarted) reviving = undefined
    }
    restarted.then(forget, forget)
    return restarted
  }

  function ask<Value>(about: Subject, question: (running: Running) => Promise<Value>): Promise<Value> {
    return wait(async () => {
      const running = present ?? (await (coming() ?? restart()))
      const answer = async () => {
        if (about === "sweep" && running.knows !== "sweep") throw sweepGone
        if (about === "prediction") await predictAgain(running)
        return question(running)
      }
      return Promise.race([answer(), running.broken])
    })
  }

  /** Returns the worker of the model that is being opened: questions wait for it. */
  function coming(): Promise<Running> | undefined {
    return [...loading].at(-1)?.catch(() => {
      throw ended
    })
  }

  async function predict(running: Running, used: Settings): Promise<Prediction> {
    if (image !== undefined && running.image !== image) {
      const given = image
      await running.remote.setImage(given.image, given.name)
      running.image = given
    }
    const prediction = await running.remote.predict(used)
    running.knows = "prediction"
    return prediction
  }

  /** Has a new worker make the prediction that the former one made. */
  async function predictAgain(running: Running): Promise<void> {
    if (running.knows === "model" && settings !== undefined) await predict(running, settings)
  }

  async function passes(): Promise<number> {
    if (present === undefined) return before
    const counted = Promise.race([present.remote.passes(), present.broken]).catch(() => 0)
    return before + ((await outlives(counted, patience)) ? 0 : await counted)
  }

  return {
    load: (next) =>
      wait(async () => {
        const opened = open(next)
        const taken = opened.then(async ({ running }) => {
          const counted = await passes()
          adopt(running)
          before = counted
          read = next
          settings = undefined
          return running
        })
        loading.add(taken)
        try {
          await taken
          return (await opened).facts
        } finally {
          loading.delete(taken)
        }
      }),
    setImage: (next, name) => void (image = { image: next, name }),
    predict: (used) =>
      ask("model", (running) => {
        settings = used
        return predict(running, used)
      }),
    preview: () => ask("prediction", ({ remote }) => remote.preview()),
    explain: (used, chosen, tell) =>
      ask("prediction", (running) => {
        running.knows = "sweep"
        return running.remote.explain(used, chosen, proxy(tell))
      }),
    learn: (beside) =>
      ask("model", async (running) => {
        // A model that rejects the image may lack just these files.
        await predictAgain(running).catch(() => undefined)
        return running.remote.learn(beside)
      }),
    tryPresets: () => ask("prediction", ({ remote }) => remote.tryPresets()),
    pause: () => void present?.remote.pause(),
    resume: () => void present?.remote.resume(),
    stop: () => void present?.remote.stop(),
    show(next) {
      layers = next
      void present?.remote.show(next)
    },
    read: (chosen) => ask("sweep", ({ remote }) => remote.read(chosen)),
    partsAt: (unit, target) => ask("sweep", ({ remote }) => remote.partsAt(unit, target)),
    probe: (part, target) => ask("prediction", ({ remote }) => remote.probe(part, target)),
    manifest: () => ask("sweep", ({ remote }) => remote.manifest()),
    verify: (manifest) => ask("prediction", ({ remote }) => remote.verify(manifest)),
    passes,
    isOpen: () => present !== undefined,
    settled: () => Promise.allSettled([...waiting, present?.remote.passes()]),
    end() {
      opening?.end()
      if (loading.size === 0) present?.end()
      // The next question does not wait for an opening that was given up.
      reviving = undefined
      loading.clear()
    },
    revive: async () => void (present ?? (await wait(restart))),
    async dispose() {
      opening?.end()
      present?.end()
      read = undefined
    },
  }
}
