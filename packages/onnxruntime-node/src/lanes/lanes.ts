import { existsSync } from "node:fs"
import { Worker } from "node:worker_threads"
import { createLane, type Lane } from "@pami/backend-kit"
import { PamiError } from "@pami/core"
import type { SessionFacts } from "@pami/onnxruntime-common"
import { endUnused } from "./end-unused.ts"
import { Gate, type LaneData } from "./gate.ts"
import type { Opening } from "./opening.ts"

interface Started {
  readonly lane: Lane<Opening, SessionFacts>
  readonly gate: Int32Array<SharedArrayBuffer>
}

const started: Started[] = []

/**
 * Returns a lane of this process, starting it and those before it if necessary. All models share the lanes. A lane ends
 * soon after its last model is released; while idle, it does not keep the process alive.
 */
export function laneAt(index: number): Lane<Opening, SessionFacts> {
  while (started.length <= index) started.push(startLane())
  return started[index].lane
}

function startLane(): Started {
  if (!process.listeners("exit").includes(waitForRuns)) process.once("exit", waitForRuns)
  const gate = new Int32Array(new SharedArrayBuffer(8))
  const { file, isSource } = findWorker(import.meta.url)
  const worker = createWorker(file, {
    workerData: { gate } satisfies LaneData,
    // Flags of the process, such as --input-type, may not suit a worker.
    execArgv: isSource ? ["--conditions=source"] : [],
    // A lane creates few objects, all of them soon garbage: by default V8 lets 48 MB of them gather.
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  })
  worker.unref()
  const remove = () => {
    const at = started.findIndex((one) => one.gate === gate)
    if (at >= 0) started.splice(at, 1)
  }
  const lane = createLane<Opening, SessionFacts>((onReply, onStop) => {
    const stop = (reason: string) => {
      remove()
      onStop(reason)
    }
    worker.on("message", onReply)
    worker.on("error", (error) => stop(error.message))
    worker.on("exit", (status) => stop(`status ${status}`))
    return {
      post: (message, transfer) => worker.postMessage(message, transfer),
      setBusy: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    }
  })
  const end = () => {
    remove()
    void worker.terminate()
  }
  return { lane: endUnused(lane, end), gate }
}

/**
 * Starts a worker.
 *
 * @throws PamiError `BACKEND_UNAVAILABLE` when the process may not start workers
 */
function createWorker(...args: ConstructorParameters<typeof Worker>): Worker {
  try {
    return new Worker(...args)
  } catch (cause) {
    const { message } = cause as Error
    throw new PamiError(
      "BACKEND_UNAVAILABLE",
      `onnxruntime-node runs models in worker threads, and none starts (${message}): let the process start them ` +
        "(with Node's permission model: --allow-worker)",
      { cause },
    )
  }
}

/**
 * Finds the file that a lane runs.
 *
 * @param here address of this module; `undefined` when a bundler has written CommonJS
 * @throws PamiError `BACKEND_UNAVAILABLE` when a bundler has moved this module away from that file
 */
export function findWorker(here: string | undefined): { file: URL; isSource: boolean } {
  const isSource = here?.endsWith(".ts") ?? false
  const file = here === undefined ? undefined : new URL(isSource ? "./worker.ts" : "./worker.js", here)
  if (file !== undefined && existsSync(file)) return { file, isSource }
  throw new PamiError(
    "BACKEND_UNAVAILABLE",
    `the worker of @pami/onnxruntime-node is not at ${file?.href ?? "a known address"}: a bundler has moved the ` +
      "code away from it. Leave the package out of the bundle (esbuild: --external:@pami/onnxruntime-node, " +
      'Next.js: serverExternalPackages: ["@pami/onnxruntime-node"]), and install it where the program runs',
  )
}

// Longer than any run that a user waits for.
const longestRun = 60_000

/** Waits at the end of the process for the runs in progress, and lets no other begin. */
function waitForRuns(): void {
  const deadline = Date.now() + longestRun
  for (const { gate } of started) {
    Atomics.store(gate, Gate.closed, 1)
    for (;;) {
      const atWork = Atomics.load(gate, Gate.atWork)
      const left = deadline - Date.now()
      if (atWork === 0 || left <= 0) break
      Atomics.wait(gate, Gate.atWork, atWork, left)
    }
  }
}
