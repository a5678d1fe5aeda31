import type { Picture } from "@pami/image"
import { proxy } from "comlink"
import type {
  Engine,
  EngineWorker,
  LayerName,
  ModelFacts,
  ModelRequest,
  Prediction,
  Settings,
} from "./contract.ts"
import type { TellDownload } from "./download.ts"
import { askedJudge } from "./judge/across-threads.ts"
import { startModelWorker, type ModelWorkerClient } from "./model-worker.ts"
import type { NamedImage } from "./predict.ts"
import { handOver, startWorker, sweepGone, type Running, type Subject } from "./running.ts"

/** The engine in a worker that may be slow, hang or die. The client replaces it, and the page loses nothing but scores. */
export interface EngineClient
  extends
    Omit<Engine, "load" | "setImage" | "rest" | "wake">,
    Pick<ModelWorkerClient<ModelRequest, ModelFacts, Running>, "settled" | "end" | "revive"> {
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
  /** Closes the model until it is needed, so that the browser gets its memory back. The scores of the sweep stay. */
  rest(): void
}

/**
 * Returns the engine, in a new worker for every model: see {@link startModelWorker}.
 *
 * @param onDownload called with the bytes that a worker has fetched
 */
export function startEngine(onDownload?: TellDownload): EngineClient {
  let image: NamedImage | undefined
  let readModel: (() => Promise<ModelRequest>) | undefined
  /** Of the latest prediction of the present model. */
  let settings: Settings | undefined
  let layers: readonly LayerName[] = []
  const worker = startModelWorker<ModelRequest, ModelFacts, EngineWorker, Running>({
    start: (onEnd) => startWorker(onEnd, onDownload),
    handOver: (request, runtime) => handOver({ ...request, runtime }),
    adopted: ({ remote }) => void remote.show(layers),
  })
  const { present } = worker

  /** @param about what the worker has to know; `scores` are those of a sweep, which need no model */
  function ask<Value>(
    about: Subject | "scores",
    question: (running: Running) => Promise<Value>,
  ): Promise<Value> {
    return worker.ask(async (running) => {
      if ((about === "sweep" || about === "scores") && running.knows !== "sweep") throw sweepGone
      if (about !== "scores") await wake(running)
      if (about === "prediction") await predictAgain(running)
      return question(running)
    })
  }

  /** Opens the model of a worker where it rests. One that fails to open rests on. */
  async function wake(running: Running): Promise<void> {
    running.awake ??= (async () => running.remote.wake(handOver(await readModel!())))()
    await running.awake.catch((error: unknown) => {
      running.awake = null
      throw error
    })
  }

  async function giveImage(running: Running): Promise<void> {
    if (image === undefined || running.image === image) return
    const given = image
    await running.remote.setImage(given.image, given.name)
    running.image = given
  }

  async function predict(running: Running, used: Settings): Promise<Prediction> {
    await giveImage(running)
    const prediction = await running.remote.predict(used)
    running.knows = "prediction"
    return prediction
  }

  /** Has a new worker make the prediction that the former one made. */
  async function predictAgain(running: Running): Promise<void> {
    if (running.knows === "model" && settings !== undefined) await predict(running, settings)
  }

  return {
    load: (read) =>
      worker.load(read, () => {
        readModel = read
        settings = undefined
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
    tryChanges: (used, changes) =>
      ask("model", async (running) => {
        await giveImage(running)
        return running.remote.tryChanges(used, changes)
      }),
    pause: () => void present()?.remote.pause(),
    resume: () => void present()?.remote.resume(),
    stop: () => void present()?.remote.stop(),
    show(next) {
      layers = next
      void present()?.remote.show(next)
    },
    read: (chosen) => ask("scores", ({ remote }) => remote.read(chosen)),
    readAll: (targets) => ask("scores", ({ remote }) => remote.readAll(targets)),
    partsAt: (unit, target) => ask("scores", ({ remote }) => remote.partsAt(unit, target)),
    probe: (part, target) => ask("prediction", ({ remote }) => remote.probe(part, target)),
    ...askedJudge((question) => ask("sweep", ({ remote }) => question(remote))),
    agreement: (maps) => ask("model", ({ remote }) => remote.agreement(maps)),
    save: () => ask("scores", ({ remote }) => remote.save()),
    manifest: () => ask("scores", ({ remote }) => remote.manifest()),
    verify: (manifest) => ask("prediction", ({ remote }) => remote.verify(manifest)),
    isOpen: () => present() !== undefined,
    rest() {
      const running = present()
      if (!running?.awake) return
      running.awake = null
      // One that hangs or has died is replaced when it is asked next.
      running.remote.rest().catch(() => undefined)
    },
    passes: worker.passes,
    settled: worker.settled,
    end: worker.end,
    revive: worker.revive,
    dispose: worker.dispose,
  }
}
