import { parentPort, workerData } from "node:worker_threads"
import { runOn } from "@pami/onnxruntime-common"
import { InferenceSession, Tensor } from "onnxruntime-node"
import { type Answers, type LaneData, Gate, type Reply, type Request } from "./messages.ts"

const port = parentPort
if (port === null) throw new Error("the lane's worker: expected to be started as a worker thread")
const { gate } = workerData as LaneData
const sessions = new Map<number, InferenceSession>()

port.on("message", async ({ job, request }: { job: number; request: Request }) => {
  Atomics.add(gate, Gate.atWork, 1)
  try {
    // The process is ending: whoever asked is not there any more.
    if (Atomics.load(gate, Gate.closed) === 1) return
    const answer = await does(request)
    // All of it is handed over: a copy left here would wait for the garbage collector of a thread that makes little else.
    const tensors = answer !== undefined && "outputs" in answer ? [answer.feeds, answer.outputs] : []
    const buffers = tensors.flatMap((all) => Object.values(all).map(({ data }) => data.buffer))
    port.postMessage({ job, answer } satisfies Reply, [...new Set(buffers)] as ArrayBuffer[])
  } catch (error) {
    port.postMessage({ job, error: error instanceof Error ? error.message : String(error) } satisfies Reply)
  } finally {
    Atomics.sub(gate, Gate.atWork, 1)
    Atomics.notify(gate, Gate.atWork)
  }
})

async function does(request: Request): Promise<Answers[keyof Answers]> {
  if (request.kind === "create") {
    const { session: number, model, options } = request
    const session = await (typeof model === "string"
      ? InferenceSession.create(model, options)
      : InferenceSession.create(model, options))
    sessions.set(number, session)
    const { inputMetadata, outputMetadata, outputNames } = session
    return { inputMetadata, outputMetadata, outputNames }
  }
  const session = sessions.get(request.session)
  if (request.kind === "run") {
    const { feeds, outputs } = request
    return { outputs: await runOn(Tensor, session!, feeds, outputs), feeds }
  }
  sessions.delete(request.session)
  // Not there where it did not open, as it may have on other lanes.
  await session?.release()
  return undefined
}
