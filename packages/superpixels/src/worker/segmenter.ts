import type { Pixels } from "../image.ts"
import type { Segmentation } from "../segment.ts"
import { revived } from "./messages.ts"
import type { SegmentReply, SegmentRequest } from "./messages.ts"

/** Segmentation off the caller's thread. */
export interface WorkerSegmenter {
  /**
   * The label maps that `segment` of `@pami/superpixels` gives. Jobs are done in the order of the calls. The pixels are
   * copied to the worker, and so may be changed once the call returned; label maps are handed over without a copy.
   *
   * @param onLabels called with the place of a setting and its label map as soon as there is one, before the others are
   *   done; what it throws ends the job
   * @returns one label map a setting, in the order of `settings`
   * @throws (rejects with) TypeError or RangeError for pixels or options outside their range, a `DOMException` named
   *   `AbortError` after `close`, Error when the worker cannot be started or stops
   */
  segment(
    pixels: Pixels,
    settings: readonly Segmentation[],
    onLabels?: (setting: number, labels: Int32Array) => void,
  ): Promise<Int32Array[]>
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
  readonly maps: Int32Array[]
  readonly onLabels: ((setting: number, labels: Int32Array) => void) | undefined
  readonly resolve: (maps: Int32Array[]) => void
  readonly reject: (error: unknown) => void
}

/** Keeps one worker, started at the first job and afresh after it stopped, and the jobs it has to do. */
export function workerSegmenter(start: StartWorker): WorkerSegmenter {
  const jobs = new Map<number, Job>()
  let worker: WorkerPort | undefined
  let numbers = 0
  let closed = false

  function finish(number: number, settle: (job: Job) => void): void {
    const job = jobs.get(number)
    if (job === undefined) return
    jobs.delete(number)
    if (jobs.size === 0) worker?.setBusy(false)
    settle(job)
  }

  function rejectAll(error: Error): void {
    for (const number of jobs.keys()) finish(number, ({ reject }) => reject(error))
  }

  function receive(reply: SegmentReply): void {
    if (reply.kind === "done") {
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
        finish(reply.job, ({ reject }) => reject(error))
      }
    }
  }

  function started(): WorkerPort {
    const port = start(receive, (cause) => {
      if (worker !== port) return
      worker = undefined
      const reason = cause instanceof Error ? cause.message : String(cause)
      rejectAll(new Error(`the segmentation worker stopped: ${reason}`, { cause }))
    })
    return port
  }

  return {
    async segment(pixels, settings, onLabels) {
      if (closed) throw aborted()
      worker ??= started()
      const number = numbers++
      worker.post({ job: number, pixels: ownValues(pixels), settings })
      worker.setBusy(true)
      return new Promise((resolve, reject) => jobs.set(number, { maps: [], onLabels, resolve, reject }))
    },
    async close() {
      closed = true
      const ending = worker
      rejectAll(aborted())
      worker = undefined
      await ending?.terminate()
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
