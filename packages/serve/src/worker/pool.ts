import { MessageChannel } from "node:worker_threads"
import { Piscina } from "piscina"
import { ServeError } from "../codes.ts"
import type { CompleteOptions } from "../options.ts"
import type { WorkerOptions } from "./loaded-models.ts"
import type { Asked, Done, JobProgress } from "./messages.ts"

// Seconds between asking a worker to stop and ending its thread, for a run of a model that does not end.
const patience = 10

// Heap of a worker, in MB. Tensors and images lie outside of it.
const heap = 1024

/** How an explanation is followed and ended. */
export interface Follow {
  readonly signal: AbortSignal
  readonly onProgress: (progress: JobProgress) => void
}

/** Workers that explain, each one input at a time. The caller limits how many it asks for. */
export interface Pool {
  /** Explains when a worker is free. */
  explain(asked: Asked, follow: Follow): Promise<Done>
  /** Explanations that were asked for and have not ended. */
  readonly active: number
  /** Those that wait for a worker. */
  readonly waiting: number
  close(): Promise<void>
}

/** Starts the workers. */
export function startPool(options: CompleteOptions): Pool {
  const { workers, timeLimit } = options
  const { backends, threads, keep, maxPixels, maxPasses } = options
  // From the sources, Node runs the worker's TypeScript; the build has only JavaScript.
  const file = import.meta.url.endsWith(".ts") ? "./explain-job.ts" : "./explain-job.js"
  const piscina = new Piscina({
    filename: new URL(file, import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Infinity,
    workerData: { backends, threads, keep, maxPixels, maxPasses } satisfies WorkerOptions,
    resourceLimits: { maxOldGenerationSizeMb: heap },
  })
  // In the order of their requests: the first of them run, the others wait.
  const unfinished = new Set<Asked>()
  return {
    get active() {
      return unfinished.size
    },
    get waiting() {
      return piscina.queueSize
    },
    async explain(asked, { signal, onProgress }) {
      if (signal.aborted) return { error: ended }
      const { port1, port2 } = new MessageChannel()
      const end = new AbortController()
      let isLate = false
      let timers: NodeJS.Timeout[] = []
      const stop = () => {
        if ([...unfinished].indexOf(asked) >= workers) return end.abort()
        port1.postMessage("stop")
        timers.push(setTimeout(() => end.abort(), patience * 1000))
      }
      // The first message says that the explanation has begun.
      port1.on("message", (progress: JobProgress) => {
        if (timers.length === 0)
          timers.push(
            setTimeout(() => {
              isLate = true
              stop()
            }, timeLimit * 1000),
          )
        onProgress(progress)
      })
      signal.addEventListener("abort", stop)
      unfinished.add(asked)
      try {
        const done = await piscina.run(
          { ...asked, port: port2 },
          { transferList: [port2], signal: end.signal },
        )
        return isLate && "error" in done ? { error: late(timeLimit) } : (done as Done)
      } catch {
        return { error: isLate ? late(timeLimit) : ended }
      } finally {
        unfinished.delete(asked)
        signal.removeEventListener("abort", stop)
        for (const timer of timers) clearTimeout(timer)
        timers = []
        port1.close()
      }
    },
    close: () => piscina.destroy(),
  }
}

const ended = new ServeError("INTERNAL", "the explanation ended without a result")

function late(seconds: number) {
  return new ServeError(
    "TIME_EXCEEDED",
    `the explanation took longer than the ${seconds} seconds that this server allows: give fewer "passes"`,
  )
}
