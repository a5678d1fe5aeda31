import { Worker } from "node:worker_threads"
import { type Answers, type LaneData, Gate, type Reply, type Request } from "./messages.ts"

/** A thread that runs sessions, one thing at a time. */
export interface Lane {
  /** Requests that are not answered yet. */
  readonly pending: number
  /**
   * @param transfer buffers that are handed over with the request
   * @throws Error with the words of the runtime, or when the thread has stopped
   */
  ask<Asked extends Request>(
    request: Asked,
    transfer?: readonly ArrayBuffer[],
  ): Promise<Answers[Asked["kind"]]>
}

interface Started extends Lane {
  /** Lets what is being worked at end, and nothing more begin; blocks. */
  waitUntilIdle(deadline: number): void
}

const lanes: Started[] = []

/**
 * The first `count` lanes of this process, which all models share. Those that are missing are started; they stay, as an
 * idle thread costs little and a new one much. Idle, they do not keep the process alive.
 */
export function lanesOf(count: number): Lane[] {
  while (lanes.length < count) lanes.push(startLane())
  return lanes.slice(0, count)
}

// Longer than any run that people wait for.
const longestRun = 60_000

function startLane(): Started {
  if (lanes.length === 0) process.once("exit", waitForRuns)
  const gate = new Int32Array(new SharedArrayBuffer(8))
  const isSource = import.meta.url.endsWith(".ts")
  const worker = new Worker(new URL(isSource ? "./worker.ts" : "./worker.js", import.meta.url), {
    workerData: { gate } satisfies LaneData,
    // Flags of the process, such as --input-type, may not suit a worker.
    execArgv: isSource ? ["--conditions=source"] : [],
  })
  const jobs = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>()
  let numbers = 0
  let stopped: Error | undefined
  const lane: Started = {
    get pending() {
      return jobs.size
    },
    ask(request, transfer = []) {
      if (stopped !== undefined) return Promise.reject(stopped)
      const job = numbers++
      worker.postMessage({ job, request }, [...transfer])
      if (jobs.size === 0) worker.ref()
      return new Promise((resolve, reject) => jobs.set(job, { resolve, reject }))
    },
    waitUntilIdle(deadline) {
      Atomics.store(gate, Gate.closed, 1)
      for (;;) {
        const atWork = Atomics.load(gate, Gate.atWork)
        const left = deadline - Date.now()
        if (atWork === 0 || left <= 0) return
        Atomics.wait(gate, Gate.atWork, atWork, left)
      }
    },
  }
  worker.on("message", (reply: Reply) => {
    const { resolve, reject } = jobs.get(reply.job)!
    jobs.delete(reply.job)
    if (jobs.size === 0) worker.unref()
    if ("answer" in reply) resolve(reply.answer as never)
    else reject(new Error(reply.error))
  })
  const stop = (reason: string) => {
    stopped ??= new Error(`the thread that ran it has stopped (${reason}): load the model again`)
    const at = lanes.indexOf(lane)
    if (at >= 0) lanes.splice(at, 1)
    for (const { reject } of jobs.values()) reject(stopped)
    jobs.clear()
  }
  worker.on("error", (error) => stop(error.message))
  worker.on("exit", (status) => stop(`status ${status}`))
  worker.unref()
  return lane
}

/** At the end of the process. */
function waitForRuns(): void {
  const deadline = Date.now() + longestRun
  for (const lane of lanes) lane.waitUntilIdle(deadline)
}
