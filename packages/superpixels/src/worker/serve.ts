import { segmentEach } from "../segment.ts"
import type { SegmentReply, SegmentRequest } from "./messages.ts"

/**
 * Does jobs in the order in which they come, in whatever thread it runs: replies with every label map as soon as there
 * is one, and lets the thread do other things before the next.
 *
 * @param reply sends a message, handing over the buffers in `transfer`
 * @returns what takes the requests
 */
export function serve(
  reply: (message: SegmentReply, transfer: ArrayBuffer[]) => void,
): (request: SegmentRequest) => void {
  const waiting = new Set<number>()
  let last = Promise.resolve()

  async function cut({ job, pixels, settings }: SegmentRequest & { kind: "segment" }): Promise<void> {
    try {
      if (!waiting.has(job)) return
      for (const { setting, labels } of segmentEach(pixels, settings)) {
        reply({ kind: "labels", job, setting, labels }, [labels.buffer as ArrayBuffer])
        await new Promise((resolve) => setTimeout(resolve))
        if (!waiting.has(job)) return
      }
      reply({ kind: "done", job }, [])
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) }
      reply({ kind: "failed", job, name, message }, [])
    } finally {
      waiting.delete(job)
    }
  }

  return (request) => {
    if (request.kind === "cancel") {
      waiting.delete(request.job)
      return
    }
    waiting.add(request.job)
    last = last.then(() => cut(request))
  }
}
