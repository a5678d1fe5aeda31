import { existsSync } from "node:fs"
import { Worker } from "node:worker_threads"
import { PamiError } from "@pami/core"
import { createLane, type Lane } from "@pami/onnxruntime-common"
import { Gate, type LaneData } from "./gate.ts"
import type { Opening } from "./opening.ts"

interface Started {
  readonly lane: Lane<Opening>
  readonly gate: Int32Array<SharedArrayBuffer>
}

const started: Started[] = []

/**
 * One of the lanes of this process, which all models share. Those up to it that are missing are started; they stay, as an
 * idle thread costs little and a new one much. Idle, they do not keep the process alive.
 */
export function laneAt(index: number): Lane<Opening> {
  while (started.length <= index) started.push(startLane())
  return started[index].lane
}

function startLane(): Started {
  if (started.length === 0) process.once("exit", waitForRuns)
  const gate = new Int32Array(new SharedArrayBuffer(8))
  const { file, isSource } = findWorker(import.meta.url)
  const worker = createWorker(file, {
    workerData: { gate } satisfies LaneData,
    // Flags of the process, such as --input-type, may not suit a worker.
    execArgv: isSource ? ["--conditions=source"] : [],
  })
  worker.unref()
  const lane = createLane<Opening>((onReply, onStop) => {
    const stop = (reason: string) => {
      const at = started.findIndex((one) => one.lane === lane)
      if (at >= 0) started.splice(at, 1)
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
  return { lane, gate }
}

/** @throws PamiError `BACKEND_UNAVAILABLE` where the process may not start workers */
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
 * The file that a lane runs.
 *
 * @param here address of this module; bundlers that write CommonJS leave none
 * @throws PamiError `BACKEND_UNAVAILABLE` where a bundler has taken this module away from it
 */
export function findWorker(here: string | undefined): { file: URL; isSource: boolean } {
  const isSource = here?.endsWith(".ts") ?? false
  const file = here === undefined ? undefined : new URL(isSource ? "./worker.ts" : "./worker.js", here)
  if (file !== undefined && existsSync(file)) return { file, isSource }
  throw new PamiError(
    "BACKEND_UNAVAILABLE",
    `the worker of @pami/onnxruntime-node is not at ${file?.href ?? "an address that is known"}: a bundler has taken the ` +
      "code away from it. Leave the package out of the bundle (esbuild: --external:@pami/onnxruntime-node, " +
      'Next.js: serverExternalPackages: ["@pami/onnxruntime-node"]), and install it where the program runs',
  )
}

// Longer than any run that people wait for.
const longestRun = 60_000

/** At the end of the process: lets what is being worked at end, and nothing more begin. */
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
