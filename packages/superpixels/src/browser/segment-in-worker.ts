import type { SegmentReply } from "../worker/messages.ts"
import { shareWorker, workerSegmenter } from "../worker/segmenter.ts"
import type { SegmentElsewhere, SegmentOptions, WorkerSegmenter } from "../worker/segmenter.ts"

export type { SegmentElsewhere, SegmentOptions, WorkerSegmenter }

/**
 * Returns a segmenter that runs in one module worker, started at the first call. An idle worker ends after ten seconds;
 * `close` ends it at once. Bundlers that support `new Worker(new URL(…, import.meta.url))` (Vite, webpack 5, Parcel)
 * include the worker's file; with others, jobs run in the caller's thread.
 *
 * @example
 * ```ts
 * const segment = segmentInWorker()
 * const [labels] = await segment({ shape: [height, width], channels: 3, data: rgb }, [{ algorithm: "slic" }])
 * await segment.close()
 * ```
 */
export function segmentInWorker(): WorkerSegmenter {
  return workerSegmenter((onReply, onStop) => {
    // Bundlers look for exactly this expression. From the sources, Vite resolves the name to the .ts file.
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

/** {@link segmentInWorker}, in a worker that all callers share and nobody needs to close. */
export const segmentInSharedWorker: SegmentElsewhere = shareWorker(segmentInWorker)
