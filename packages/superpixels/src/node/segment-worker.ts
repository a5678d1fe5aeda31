import { parentPort } from "node:worker_threads"
import { answer } from "../worker/answer.ts"
import type { SegmentRequest } from "../worker/messages.ts"

const port = parentPort
if (port === null) throw new Error("segment-worker: expected to be started as a worker thread")
port.on("message", (request: SegmentRequest) => {
  answer(request, (reply, transfer) => port.postMessage(reply, transfer))
})
