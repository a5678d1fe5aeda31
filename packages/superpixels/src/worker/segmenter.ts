import type { Pixels } from "../primitives/pixels.ts"
import type { Segmentation } from "../segment.ts"
import { revived } from "./messages.ts"
import type { SegmentReply, SegmentRequest } from "./messages.ts"
import { serve } from "./serve.ts"

/** The platform's `AbortSignal`; where its types are not loaded, the part that says whether it has aborted. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Platform } }
  ? Platform
  : { readonly aborted: boolean; readonly reason: unknown }

/** Options of a {@link WorkerSegmenter}. */
export interface SegmentOptions {
  /**
   * Called with the place of a setting and its label map as soon as there is one, before the others are done; what it
   * throws ends the job.
   */
  readonly onLabels?: (setting: number, labels: Int32Array) => void
  /** Ends the job after the label map that is being cut. */
  readonly signal?: Signal
  /** Called with the reason when no worker starts for the job, and the caller's thread does it. */
  readonly onFallback?: (cause: unknown) => void
}

/**
 * Returns the label maps that `segment` of `@pami/superpixels` gives, one a setting, in the order of `settings`. Jobs are
 * done in the order of the calls. The pixels are copied to the worker, and so may be changed once the call returned;
 * label maps are handed over without a copy.
 *
 * Where no worker can start (a bundler that left its file behind, a policy that forbids it, too little memory), the
 * caller's thread does the same, with a turn of the event loop after each label map. A job that comes 10 s later, when
 * the others are done, starts a worker again.
 *
 * @throws (rejects with) TypeError or RangeError for pixels or options outside their range, the signal's reason, a
 *   `DOMException` named `AbortError` after `close`, Error when the worker stops
 */
export type SegmentElsewhere = (
  pixels: Pixels,
  settings: readonly Segmentation[],
  options?: SegmentOptions,
) => Promise<Int32Array[]>

/** Segmentation off the caller's thread, in a worker of one's own. */
export interface WorkerSegmenter extends SegmentElsewhere {
  /** Ends the worker for good; jobs that are not done reject with `AbortError`. */
  close(): Promise<void>
}

/** A worker, on any platform. */
export interface WorkerPort {
  readonly post: (request: SegmentRequest) => void
  /** Whether the worker has something to do: an idle one must not keep a process alive. */
  readonly setBusy: (busy: boolean) => void
  readonly terminate: () => Promise<void>
}

/**
 * Starts a worker, idle.
 *
 * @param onReply called with every message of the worker
 * @param onStop called when the worker could not start or stopped of itself
 */
export type StartWorker = (
  onReply: (reply: SegmentReply) => void,
  onStop: (cause: unknown) => void,
) => WorkerPort

interface Job {
  readonly request: SegmentRequest
  readonly maps: Int32Array[]
  readonly onLabels: SegmentOptions["onLabels"]
  readonly onFallback: SegmentOptions["onFallback"]
  readonly resolve: (maps: Int32Array[]) => void
  readonly reject: (error: unknown) => void
}

/** A worker without work gives its memory back after as many milliseconds. */
const lingering = 10_000
/** After a worker did not start, none is started for as many milliseconds. */
const patience = 10_000

/**
 * Keeps one worker, started at the first job and afresh after it stopped, and the jobs it has to do; the caller's thread
 * does them where none starts.
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
    idle = setTimeout(() => void end(), lingering)
    // In Node, where timers are objects: it must not keep a process alive.
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
      finish(reply.job, ({ reject }) => reject(revived(reply.name, reply.message)))
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

  function started(): WorkerPort {
    isReady = false
    fallback = undefined
    let port: WorkerPort
    try {
      port = start(
        (reply) => (worker === port ? receive(reply) : undefined),
        (cause) => (worker === port ? onStop(cause) : undefined),
      )
    } catch (cause) {
      return standIn(cause)
    }
    return port
  }

  function onStop(cause: unknown): void {
    worker = undefined
    if (!isReady) {
      worker = standIn(cause)
      for (const { request } of jobs.values()) worker.post(request)
      for (const { onFallback } of jobs.values()) onFallback?.(cause)
      return
    }
    const reason = cause instanceof Error ? cause.message : String(cause)
    rejectAll(new Error(`the segmentation worker stopped: ${reason}`, { cause }))
  }

  /** The caller's thread in the place of a worker. */
  function standIn(cause: unknown): WorkerPort {
    fallback = { cause, since: Date.now() }
    return inThisThread(receive)
  }

  async function segment(
    pixels: Pixels,
    settings: readonly Segmentation[],
    { onLabels, signal, onFallback }: SegmentOptions = {},
  ): Promise<Int32Array[]> {
    if (closed) throw aborted()
    signal?.throwIfAborted()
    if (fallback !== undefined && jobs.size === 0 && Date.now() - fallback.since >= patience)
      worker = undefined
    worker ??= started()
    if (fallback !== undefined) onFallback?.(fallback.cause)
    const number = numbers++
    const request = { kind: "segment", job: number, pixels: ownValues(pixels), settings } as const
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
      for (const number of jobs.keys()) cancel(number, aborted())
      await end()
    },
  })
}

/** One worker for all that call it in this thread, started at the first call. It needs no closing. */
export function shared(make: () => WorkerSegmenter): SegmentElsewhere {
  let segmenter: WorkerSegmenter | undefined
  return (pixels, settings, options) => (segmenter ??= make())(pixels, settings, options)
}

/** What stands in for a worker where none can start. */
function inThisThread(onReply: (reply: SegmentReply) => void): WorkerPort {
  const take = serve(onReply)
  let open = true
  return {
    post: (request) => (open ? take(structuredClone(request)) : undefined),
    setBusy: () => undefined,
    terminate: async () => {
      open = false
    },
  }
}

/** The pixels without what else is in the buffer that holds them: messages copy whole buffers. */
function ownValues({ shape, channels, data }: Pixels): Pixels {
  const isPart = ArrayBuffer.isView(data) && data.byteLength < data.buffer.byteLength
  return { shape, channels, data: isPart ? data.slice() : data }
}

function aborted(): DOMException {
  return new DOMException("the segmentation worker was closed", "AbortError")
}
