import { answer } from "../worker/answer.ts"
import type { SegmentRequest } from "../worker/messages.ts"

self.addEventListener("message", ({ data }: MessageEvent<SegmentRequest>) => {
  answer(data, (reply, transfer) => self.postMessage(reply, { transfer }))
})
