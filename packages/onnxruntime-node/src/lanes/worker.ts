import { parentPort, workerData } from "node:worker_threads"
import { type LaneMessage, serveSessions } from "@pami/backend-kit"
import { type OnnxSession, plainWords, runOn } from "@pami/onnxruntime-common"
import { env, InferenceSession, Tensor } from "onnxruntime-node"
import { Gate, type LaneData } from "./gate.ts"
import type { Opening } from "./opening.ts"

const port = parentPort
if (port === null) throw new Error("the lane's worker: expected to be started as a worker thread")
const { gate } = workerData as LaneData
const serve = serveSessions(open, plainWords)

port.on("message", async (message: LaneMessage<Opening>) => {
  Atomics.add(gate, Gate.atWork, 1)
  // While the process ends, nothing waits for an answer.
  if (Atomics.load(gate, Gate.closed) === 0)
    await serve(message, (reply, transfer) => port.postMessage(reply, transfer))
  Atomics.sub(gate, Gate.atWork, 1)
  Atomics.notify(gate, Gate.atWork)
})

async function open({ model, options }: Opening): Promise<OnnxSession> {
  // For what happens before a session: a library of a device that does not load is an error, whose log would repeat it.
  if (!options.executionProviders?.includes("cpu")) env.logLevel = "fatal"
  const session = await (typeof model === "string"
    ? InferenceSession.create(model, options)
    : InferenceSession.create(model, options))
  const { inputMetadata, outputMetadata } = session
  return {
    facts: { inputMetadata, outputMetadata },
    run: (feeds, outputs) => runOn(Tensor, session, feeds, outputs),
    release: () => session.release(),
  }
}
