import type { LaneAnswers, LaneMessage, LaneReply, LaneRequest } from "./messages.ts"

/** A thread that opens sessions and runs them, one request at a time. */
export interface Lane<Opening, Facts> {
  /** Number of requests without an answer yet. */
  readonly pending: number
  /**
   * Sends a request and returns its answer.
   *
   * @param transfer buffers that move to the thread with the request
   * @throws Error with the message of the runtime's error, or when the thread has stopped
   */
  ask<Asked extends LaneRequest<Opening>>(
    request: Asked,
    transfer?: readonly ArrayBuffer[],
  ): Promise<LaneAnswers<Facts>[Asked["kind"]]>
}

/** The thread behind a lane. */
export interface LaneThread<Opening> {
  post(message: LaneMessage<Opening>, transfer: ArrayBuffer[]): void
  /** Called with `true` when the first request is pending, with `false` when none is. */
  setBusy?(isBusy: boolean): void
}

/**
 * Creates a lane on a thread.
 *
 * @param start starts the thread; it passes each message of the thread to `onReply`, and calls `onStop` with the reason
 *   when the thread has stopped
 */
export function createLane<Opening, Facts>(
  start: (
    onReply: (reply: LaneReply<Facts>) => void,
    onStop: (reason: string) => void,
  ) => LaneThread<Opening>,
): Lane<Opening, Facts> {
  const jobs = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>()
  let nextJob = 0
  let stopped: Error | undefined

  function onReply(reply: LaneReply<Facts>): void {
    const asked = jobs.get(reply.job)
    // A thread that has stopped may still have sent answers.
    if (asked === undefined) return
    jobs.delete(reply.job)
    if (jobs.size === 0) thread.setBusy?.(false)
    if ("answer" in reply) asked.resolve(reply.answer as never)
    else asked.reject(new Error(reply.error))
  }

  function onStop(reason: string): void {
    stopped ??= new Error(`its thread has stopped (${reason}): load the model again`)
    for (const { reject } of jobs.values()) reject(stopped)
    jobs.clear()
  }

  const thread = start(onReply, onStop)
  return {
    get pending() {
      return jobs.size
    },
    ask: (request, transfer = []) =>
      new Promise((resolve, reject) => {
        if (stopped !== undefined) throw stopped
        const job = nextJob++
        thread.post({ job, request }, [...transfer])
        if (jobs.size === 0) thread.setBusy?.(true)
        jobs.set(job, { resolve, reject })
      }),
  }
}
