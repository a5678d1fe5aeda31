import type { Pixels } from "../primitives/pixels.ts"
import type { Segmentation } from "../segment.ts"
import { restoreError } from "./messages.ts"
import type { SegmentReply, SegmentRequest } from "./messages.ts"
import { portToThisThread } from "./port.ts"
import type { StartWorker, WorkerPort } from "./port.ts"

/** The platform's `AbortSignal`, or its state alone where the platform's types are not loaded. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Platform } }
  ? Platform
  : { readonly aborted: boolean; readonly reason: unknown }

/** Options of a {@link WorkerSegmenter}. */
export interface SegmentOptions {
  /** Called with the index of a setting and its label map as soon as it is ready. An error it throws ends the job. */
  readonly onLabels?: (setting: number, labels: Int32Array) => void
  /** Ends the job after the current label map. */
  readonly signal?: Signal
  /** Called with the reason if no worker can start, and the job runs in the caller's thread. */
  readonly onFallback?: (cause: unknown) => void
}

/**
 * Returns the label maps of `segment` of `@pami/superpixels`: one per setting, in the order of `settings`. Jobs run
 * in the order of the calls. The pixels are copied, so the caller can change them after the call; label maps are
 * transferred.
 *
 * If no worker can start (a bundler left its file out, a security policy forbids it, too little memory), the job runs
 * in the caller's thread and yields to the event loop after each label map. From 10 s later, the first job that finds
 * no other under way starts a worker again.
 *
 * @throws (rejects with) TypeError or RangeError for invalid pixels or options, the signal's reason, a `DOMException`
 *   named `AbortError` after `close`, Error if the worker stops
 */
export type SegmentElsewhere = (
  pixels: Pixels,
  settings: readonly Segmentation[],
  options?: SegmentOptions,
) => Promise<Int32Array[]>

/** Segments in a worker that belongs to the caller. */
export interface WorkerSegmenter extends SegmentElsewhere {
  /** Ends the worker. Unfinished jobs and later calls reject with `AbortError`. */
  close(): Promise<void>
}

interface Job {
  readonly request: SegmentRequest
  readonly maps: Int32Array[]
  readonly onLabels: SegmentOptions["onLabels"]
  readonly onFallback: SegmentOptions["onFallback"]
  readonly resolve: (maps: Int32Array[]) => void
  readonly reject: (error: unknown) => void
}

// Milliseconds after which an idle worker ends and frees its memory.
const idleTimeout = 10_000
// Milliseconds from a worker that did not start to the next attempt.
const retryDelay = 10_000

/**
 * Returns a segmenter with one worker, started at the first job and restarted after it stops. If none can start, jobs
 * run in the caller's thread.
 */
export function workerSegmenter(start: StartWorker): WorkerSegmenter {
  const jobs = new Map<number, Job>()
  let worker: WorkerPort | undefined
  /** Why the caller's thread stands in for a worker, and since when. */
  let fallback: { readonly cause: unknown; readonly since: number } | undefined
  let isReady = false
  let numbers = 0
  let closed = false
  let idle: ReturnType<typeof setTimeout> | undefined

  function finish(number: number, settle: (job: Job) => void): void {
    const job = jobs.get(number)
    if (job === undefined) return
    jobs.delete(number)
    if (jobs.size === 0) rest()
    settle(job)
  }

  function rest(): void {
    worker?.setBusy(false)
    clearTimeout(idle)
    idle = setTimeout(() => void end(), idleTimeout)
    // Node's timers are objects; this one must not keep a process alive.
    ;(idle as { unref?: () => void }).unref?.()
  }

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ending = worker
    worker = undefined
    await ending?.terminate()
  }

  function rejectAll(error: Error): void {
    for (const number of jobs.keys()) finish(number, ({ reject }) => reject(error))
  }

  function receive(reply: SegmentReply): void {
    if (reply.kind === "ready") {
      isReady = true
    } else if (reply.kind === "done") {
      finish(reply.job, ({ resolve, maps }) => resolve(maps))
    } else if (reply.kind === "failed") {
      finish(reply.job, ({ reject }) => reject(restoreError(reply.name, reply.message)))
    } else {
      const job = jobs.get(reply.job)
      if (job === undefined) return
      job.maps[reply.setting] = reply.labels
      try {
        job.onLabels?.(reply.setting, reply.labels)
      } catch (error) {
        cancel(reply.job, error)
      }
    }
  }

  function cancel(number: number, reason: unknown): void {
    if (jobs.has(number)) worker?.post({ kind: "cancel", job: number })
    finish(number, ({ reject }) => reject(reason))
  }

  function startPort(): WorkerPort {
    isReady = false
    fallback = undefined
    let port: WorkerPort
    try {
      port = start(
        (reply) => (worker === port ? receive(reply) : undefined),
        (cause) => (worker === port ? onStop(cause) : undefined),
      )
    } catch (cause) {
      return startFallback(cause)
    }
    return port
  }

  function onStop(cause: unknown): void {
    worker = undefined
    if (!isReady) {
      worker = startFallback(cause)
      for (const { request } of jobs.values()) worker.post(request)
      for (const { onFallback } of jobs.values()) onFallback?.(cause)
      return
    }
    const reason = cause instanceof Error ? cause.message : String(cause)
    rejectAll(new Error(`the segmentation worker stopped: ${reason}`, { cause }))
  }

  /** Falls back to the caller's thread. */
  function startFallback(cause: unknown): WorkerPort {
    fallback = { cause, since: Date.now() }
    return portToThisThread(receive)
  }

  async function segment(
    pixels: Pixels,
    settings: readonly Segmentation[],
    { onLabels, signal, onFallback }: SegmentOptions = {},
  ): Promise<Int32Array[]> {
    if (closed) throw closedError()
    signal?.throwIfAborted()
    if (fallback !== undefined && jobs.size === 0 && Date.now() - fallback.since >= retryDelay)
      worker = undefined
    worker ??= startPort()
    if (fallback !== undefined) onFallback?.(fallback.cause)
    const number = numbers++
    const request = { kind: "segment", job: number, pixels: withOwnBuffer(pixels), settings } as const
    worker.post(request)
    worker.setBusy(true)
    clearTimeout(idle)
    const stop = () => cancel(number, signal?.reason)
    signal?.addEventListener("abort", stop)
    try {
      return await new Promise((resolve, reject) =>
        jobs.set(number, { request, maps: [], onLabels, onFallback, resolve, reject }),
      )
    } finally {
      signal?.removeEventListener("abort", stop)
    }
  }

  return Object.assign(segment, {
    async close() {
      closed = true
      for (const number of jobs.keys()) cancel(number, closedError())
      await end()
    },
  })
}

/** Returns a segmenter whose callers share one worker, started at the first call. */
export function shareWorker(make: () => WorkerSegmenter): SegmentElsewhere {
  let segmenter: WorkerSegmenter | undefined
  return (pixels, settings, options) => (segmenter ??= make())(pixels, settings, options)
}

/** Copies the pixels if they are part of a larger buffer, because messages copy whole buffers. */
function withOwnBuffer({ shape, channels, data }: Pixels): Pixels {
  const isPart = ArrayBuffer.isView(data) && data.byteLength < data.buffer.byteLength
  return { shape, channels, data: isPart ? data.slice() : data }
}

function closedError(): DOMException {
  return new DOMException("the segmentation worker was closed", "AbortError")
}
