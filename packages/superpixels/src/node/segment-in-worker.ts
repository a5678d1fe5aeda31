import { Worker } from "node:worker_threads"
import type { SegmentReply } from "../worker/messages.ts"
import { shared, workerSegmenter } from "../worker/segmenter.ts"
import type { SegmentElsewhere, SegmentOptions, WorkerSegmenter } from "../worker/segmenter.ts"

export type { SegmentElsewhere, SegmentOptions, WorkerSegmenter }

/**
 * Segmentation in a worker thread, one, started at the first call. While it has nothing to do it does not keep the
 * process alive, and after some seconds gives its memory back; `close` does so at once.
 */
export function segmentInWorker(): WorkerSegmenter {
  return workerSegmenter((onReply, onStop) => {
    // From sources, Node runs the TypeScript of the worker; after a build there is only JavaScript.
    const file = import.meta.url.endsWith(".ts") ? "./segment-worker.ts" : "./segment-worker.js"
    // Flags of the process, such as --input-type, may not suit a worker, and it needs none.
    const worker = new Worker(new URL(file, import.meta.url), { execArgv: [] })
    worker.on("message", (reply: SegmentReply) => onReply(reply))
    worker.on("error", onStop)
    worker.on("exit", (code) => onStop(new Error(`exit code ${code}`)))
    worker.unref()
    return {
      post: (request) => worker.postMessage(request, []),
      setBusy: (busy) => (busy ? worker.ref() : worker.unref()),
      terminate: async () => {
        await worker.terminate()
      },
    }
  })
}

/** {@link segmentInWorker} in the worker that all callers share. It needs no closing. */
export const segmentInSharedWorker: SegmentElsewhere = shared(segmentInWorker)
