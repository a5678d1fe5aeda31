import { parentPort } from "node:worker_threads"
import type { SegmentRequest } from "../worker/messages.ts"
import { serve } from "../worker/serve.ts"

const port = parentPort
if (port === null) throw new Error("segment-worker: expected to be started as a worker thread")
const take = serve((reply, transfer) => port.postMessage(reply, transfer))
port.on("message", (request: SegmentRequest) => take(request))
port.postMessage({ kind: "ready" })
