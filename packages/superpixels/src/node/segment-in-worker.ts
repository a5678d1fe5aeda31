import { Worker } from "node:worker_threads"
import type { SegmentReply } from "../worker/messages.ts"
import { shareWorker, workerSegmenter } from "../worker/segmenter.ts"
import type { SegmentElsewhere, SegmentOptions, WorkerSegmenter } from "../worker/segmenter.ts"

export type { SegmentElsewhere, SegmentOptions, WorkerSegmenter }

/**
 * Returns a segmenter that runs in one worker thread, started at the first call. An idle thread does not keep the
 * process alive, and ends after ten seconds; `close` ends it at once.
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
    // From the sources, Node runs the worker's TypeScript; the build has only JavaScript.
    const file = import.meta.url.endsWith(".ts") ? "./segment-worker.ts" : "./segment-worker.js"
    // The worker needs no flags of the process, and some, such as --input-type, would break it.
    const worker = new Worker(new URL(file, import.meta.url), {
      execArgv: [],
      // Label maps and their scratch memory lie outside the heap: by default V8 lets 48 MB of objects gather in it.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    })
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

/** {@link segmentInWorker}, in a worker that all callers share and nobody needs to close. */
export const segmentInSharedWorker: SegmentElsewhere = shareWorker(segmentInWorker)
