import type { SegmentReply } from "../worker/messages.ts"
import { shared, workerSegmenter } from "../worker/segmenter.ts"
import type { SegmentElsewhere, SegmentOptions, WorkerSegmenter } from "../worker/segmenter.ts"

export type { SegmentElsewhere, SegmentOptions, WorkerSegmenter }

/**
 * Segmentation in a module worker, one, started at the first call; without work for some seconds it gives its memory
 * back. Its file is found beside this one: bundlers that know `new Worker(new URL(…, import.meta.url))` (Vite, webpack 5,
 * Parcel) bring it along, and after others the caller's thread does its work.
 */
export function segmentInWorker(): WorkerSegmenter {
  return workerSegmenter((onReply, onStop) => {
    // Bundlers look for exactly this expression. From sources, Vite finds the .ts file behind the name.
    const worker = new Worker(new URL("./segment-worker.js", import.meta.url), { type: "module" })
    worker.addEventListener("message", ({ data }: MessageEvent<SegmentReply>) => onReply(data))
    worker.addEventListener("error", (event) => {
      worker.terminate()
      onStop(event.message === undefined ? new Error("its file did not load") : new Error(event.message))
    })
    return {
      post: (request) => worker.postMessage(request, []),
      setBusy: () => undefined,
      terminate: async () => worker.terminate(),
    }
  })
}

/** {@link segmentInWorker} in the worker that all callers share. It needs no closing. */
export const segmentInSharedWorker: SegmentElsewhere = shared(segmentInWorker)
