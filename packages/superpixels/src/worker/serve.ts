import { segmentEach } from "../segment.ts"
import type { SegmentReply, SegmentRequest } from "./messages.ts"

/**
 * Returns a function that takes requests and runs their jobs in order, in the current thread. It replies with each
 * label map as soon as it is ready, and yields to the event loop before the next.
 *
 * @param reply sends a message and transfers the buffers in `transfer`
 */
export function serve(
  reply: (message: SegmentReply, transfer: ArrayBuffer[]) => void,
): (request: SegmentRequest) => void {
  const waiting = new Set<number>()
  let last = Promise.resolve()

  async function run({ job, pixels, settings }: SegmentRequest & { kind: "segment" }): Promise<void> {
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
    last = last.then(() => run(request))
  }
}
