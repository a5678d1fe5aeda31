import { parentPort, workerData } from "node:worker_threads"
import { type LaneMessage, runOn, serveSessions, type Session } from "@pami/onnxruntime-common"
import { InferenceSession, Tensor } from "onnxruntime-node"
import { Gate, type LaneData } from "./gate.ts"
import type { Opening } from "./opening.ts"

const port = parentPort
if (port === null) throw new Error("the lane's worker: expected to be started as a worker thread")
const { gate } = workerData as LaneData
const serve = serveSessions(open)

port.on("message", async (message: LaneMessage<Opening>) => {
  Atomics.add(gate, Gate.atWork, 1)
  // While the process is ending, whoever asked is not there any more.
  if (Atomics.load(gate, Gate.closed) === 0)
    await serve(message, (reply, transfer) => port.postMessage(reply, transfer))
  Atomics.sub(gate, Gate.atWork, 1)
  Atomics.notify(gate, Gate.atWork)
})

async function open({ model, options }: Opening): Promise<Session> {
  const session = await (typeof model === "string"
    ? InferenceSession.create(model, options)
    : InferenceSession.create(model, options))
  const { inputMetadata, outputMetadata, outputNames } = session
  return {
    inputMetadata,
    outputMetadata,
    outputNames,
    run: (feeds, outputs) => runOn(Tensor, session, feeds, outputs),
    release: () => session.release(),
  }
}
