import type { SegmentReply, SegmentRequest } from "./messages.ts"
import { serve } from "./serve.ts"

/** A worker on any platform. */
export interface WorkerPort {
  readonly post: (request: SegmentRequest) => void
  /** Called with whether the worker has jobs: an idle worker must not keep a process alive. */
  readonly setBusy: (busy: boolean) => void
  readonly terminate: () => Promise<void>
}

/**
 * Starts an idle worker.
 *
 * @param onReply called with each message of the worker
 * @param onStop called if the worker cannot start or stops by itself
 */
export type StartWorker = (
  onReply: (reply: SegmentReply) => void,
  onStop: (cause: unknown) => void,
) => WorkerPort

/** Returns a port to this thread, the fallback where no worker can start. */
export function portToThisThread(onReply: (reply: SegmentReply) => void): WorkerPort {
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
