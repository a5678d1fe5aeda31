import type { LaneAnswers, LaneMessage, LaneReply, LaneRequest } from "./messages.ts"

/** A thread that runs sessions, one thing at a time. */
export interface Lane<Opening> {
  /** Requests that are not answered yet. */
  readonly pending: number
  /**
   * @param transfer buffers that are handed over with the request
   * @throws Error with the words of the runtime, or when the thread has stopped
   */
  ask<Asked extends LaneRequest<Opening>>(
    request: Asked,
    transfer?: readonly ArrayBuffer[],
  ): Promise<LaneAnswers[Asked["kind"]]>
}

/** The thread behind a lane. */
export interface LaneThread<Opening> {
  post(message: LaneMessage<Opening>, transfer: ArrayBuffer[]): void
  /** Told when the first request is under way, and when none is any more. */
  setBusy?(isBusy: boolean): void
}

/**
 * A lane over a thread.
 *
 * @param start starts the thread, or has; it gives what comes from the thread to `onReply`, and tells with `onStop` that
 *   nothing more will come
 */
export function createLane<Opening>(
  start: (onReply: (reply: LaneReply) => void, onStop: (reason: string) => void) => LaneThread<Opening>,
): Lane<Opening> {
  const jobs = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>()
  let numbers = 0
  let stopped: Error | undefined

  function onReply(reply: LaneReply): void {
    const asked = jobs.get(reply.job)
    // A thread that stops may still have sent answers.
    if (asked === undefined) return
    jobs.delete(reply.job)
    if (jobs.size === 0) thread.setBusy?.(false)
    if ("answer" in reply) asked.resolve(reply.answer as never)
    else asked.reject(new Error(reply.error))
  }

  function onStop(reason: string): void {
    stopped ??= new Error(`the thread that ran it has stopped (${reason}): load the model again`)
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
        const job = numbers++
        thread.post({ job, request }, [...transfer])
        if (jobs.size === 0) thread.setBusy?.(true)
        jobs.set(job, { resolve, reject })
      }),
  }
}
