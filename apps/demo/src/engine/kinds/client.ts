import { proxy, transfer } from "comlink"
import type { MapChoice } from "@pami/explainer"
import type { EngineError } from "../contract.ts"
import type { TellDownload } from "../download.ts"
import { askedJudge } from "../judge/across-threads.ts"
import { startModelWorker, type ModelWorkerClient } from "../model-worker.ts"
import { sweepGone } from "../running.ts"
import { nameWorker, watch, type Thread } from "../thread.ts"
import type { KindFacts, KindsEngine, KindsWorker, OpenRequest } from "./contract.ts"

/** The engine for every kind of input, in a worker that is replaced where it hangs or dies. */
export interface KindsClient
  extends
    Omit<KindsEngine, "load">,
    Pick<ModelWorkerClient<OpenRequest, KindFacts, Running>, "settled" | "end" | "revive"> {
  /**
   * Loads a model in place of the present one, which stays if loading fails.
   *
   * @param read returns the request, and returns it again for the next worker: its buffers are transferred
   */
  load(read: () => Promise<OpenRequest>): Promise<KindFacts>
  /** Returns whether a worker has the model open. */
  isOpen(): boolean
}

interface Running extends Thread<KindsWorker> {
  /** Whether this worker has run the sweep that questions are about. */
  hasSwept: boolean
}

/**
 * Returns the engine for every kind of input. Its worker starts with the first model.
 *
 * @param onDownload called with the bytes that a worker has fetched
 */
export function startKindsEngine(onDownload?: TellDownload): KindsClient {
  const worker = startModelWorker<OpenRequest, KindFacts, KindsWorker, Running>({
    start: (onEnd) => startWorker(onEnd, onDownload),
    handOver: (request, runtime) => handOver({ ...request, runtime }),
  })
  const { present } = worker
  const askOfSweep = <Value>(question: (remote: Running["remote"]) => Promise<Value>) =>
    worker.ask(async ({ remote, hasSwept }) => {
      if (!hasSwept) throw sweepGone
      return question(remote)
    })
  return {
    load: (read) => worker.load(read),
    explain: (input, options, tell) =>
      worker.ask((running) => {
        running.hasSwept = true
        return running.remote.explain(input, options, proxy(tell))
      }),
    tryChanges: (...asked) => worker.ask(({ remote }) => remote.tryChanges(...asked)),
    read: (choices) => askOfSweep((remote) => remote.read(choices)),
    ...askedJudge<MapChoice>(askOfSweep),
    manifest: () => askOfSweep((remote) => remote.manifest()),
    verify: (manifest, input) => worker.ask(({ remote }) => remote.verify(manifest, input)),
    save: () => askOfSweep((remote) => remote.save()),
    figure: () => askOfSweep((remote) => remote.figure()),
    evidence: (share) => askOfSweep((remote) => remote.evidence(share)),
    pause: () => void present()?.remote.pause(),
    resume: () => void present()?.remote.resume(),
    stop: () => void present()?.remote.stop(),
    isOpen: () => present() !== undefined,
    passes: worker.passes,
    settled: worker.settled,
    end: worker.end,
    revive: worker.revive,
    dispose: worker.dispose,
  }
}

function startWorker(onEnd: () => void, onDownload?: TellDownload): Running {
  const name = nameWorker("kinds")
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name })
  const stopped = (reason: string): EngineError => ({
    code: "ENGINE_STOPPED",
    message: `The worker that runs the model has stopped (${reason}). It restarts with the same model: press “Explain again”. If it stops again, use a smaller model or reload the page`,
  })
  return Object.assign(watch<KindsWorker>(worker, name, { stopped, onEnd, onDownload }), { hasSwept: false })
}

/** Returns a request whose files are transferred, not copied. */
function handOver(request: OpenRequest): OpenRequest {
  return transfer(request, [
    ...new Set(Object.values(request.files).map(({ buffer }) => buffer as ArrayBuffer)),
  ])
}
