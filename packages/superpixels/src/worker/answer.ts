import { segmentEach } from "../segment.ts"
import type { SegmentReply, SegmentRequest } from "./messages.ts"

/**
 * Does one job, in the worker: replies with every label map as soon as there is one.
 *
 * @param reply sends a message, handing over the buffers in `transfer`
 */
export function answer(
  { job, pixels, settings }: SegmentRequest,
  reply: (message: SegmentReply, transfer: ArrayBuffer[]) => void,
): void {
  try {
    for (const { setting, labels } of segmentEach(pixels, settings)) {
      reply({ job, kind: "labels", setting, labels }, [labels.buffer as ArrayBuffer])
    }
    reply({ job, kind: "done" }, [])
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) }
    reply({ job, kind: "failed", name, message }, [])
  }
}
