import type { SegmentRequest } from "../worker/messages.ts"
import { serve } from "../worker/serve.ts"

const take = serve((reply, transfer) => self.postMessage(reply, { transfer }))
self.addEventListener("message", ({ data }: MessageEvent<SegmentRequest>) => take(data))
self.postMessage({ kind: "ready" }, { transfer: [] })
