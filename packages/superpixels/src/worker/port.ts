import type { SegmentReply, SegmentRequest } from "./messages.ts"

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
  // A bundler leaves the algorithms out of the caller's code.
  const taking = import("./serve.ts").then(({ serve }) => serve(onReply))
  let open = true
  return {
    post(request) {
      if (!open) return
      const copy = structuredClone(request)
      void taking.then((take) => take(copy))
    },
    setBusy: () => undefined,
    terminate: async () => {
      open = false
    },
  }
}
