import { fork } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import { PamiError } from "@pami/core"
import type { RunPlan, RunWorker } from "@pami/runs"
import { UsageError } from "../exit-status.ts"
import type { FromWorker, ToWorker, WorkerStart } from "./messages.ts"
import type { RunRequest } from "./request.ts"

/** Processes that explain inputs. */
export interface WorkerPool {
  readonly workers: readonly RunWorker[]
  /** Ends all processes. Inputs in progress are lost; lines that they have sent are not. */
  stop(): void
}

// Ends of a process in a row before it was ready: it will not start.
const mostStarts = 10

/**
 * Returns workers that are processes. A process that has ended is started again when its worker is used again.
 *
 * @param backend of the model, with its device
 * @param signal ends them
 */
export function workerPool(
  request: RunRequest,
  plan: RunPlan,
  backend: string,
  signal: AbortSignal,
): WorkerPool {
  const { workers: count, explain } = request
  const { model } = explain
  const threads = model.threads ?? threadsOf(backend, count)
  const start: WorkerStart = {
    request: { ...request, explain: { ...explain, model: { ...model, threads } } },
    decidedOn: plan.decidedOn,
    keys: plan.keys,
  }
  const running = new Set<ChildProcess>()
  const stopped = new AbortController()
  const stop = () => {
    stopped.abort(signal.reason)
    for (const child of running) child.kill("SIGKILL")
  }
  signal.addEventListener("abort", stop)
  return {
    workers: Array.from({ length: count }, () => processWorker(start, running, stopped.signal)),
    stop() {
      signal.removeEventListener("abort", stop)
      stop()
    },
  }
}

/** Returns an advice for workers whose threads are more than the processors of the machine, which slow each other down; else undefined. */
export function crowdAdvice(
  { workers, explain: { model } }: RunRequest,
  backend: string,
  processors = availableParallelism(),
): string | undefined {
  const threads = model.threads ?? threadsOf(backend, workers) ?? 1
  if (workers * threads <= processors) return undefined
  const each = `${workers} workers of ${threads} ${threads === 1 ? "thread" : "threads"}`
  const fitting = Math.floor(processors / workers)
  const better = fitting < 1 ? `--workers ${processors} --threads 1` : `--threads ${fitting}`
  return `${each} share ${processors} processors: ${better} is faster`
}

/** Returns the threads of each worker: together they have the processors of the machine. Undefined where a backend decides. */
function threadsOf(backend: string, workers: number): number | undefined {
  if (!/^onnxruntime-node(?::|$)/.test(backend)) return undefined
  return Math.max(1, Math.floor(availableParallelism() / workers))
}

interface Connection {
  send(message: ToWorker): void
  /** Returns the next message; undefined once the process has ended. */
  next(): Promise<FromWorker | undefined>
}

function processWorker(start: WorkerStart, running: Set<ChildProcess>, stopped: AbortSignal): RunWorker {
  let connection: Connection | undefined
  const expectMessage = (message: FromWorker | undefined): FromWorker => {
    if (message?.kind === "failed") {
      const { code, message: text } = message.error
      throw code === "USAGE" ? new UsageError(text) : new PamiError(code, text)
    }
    if (message !== undefined) return message
    connection = undefined
    if (stopped.aborted) throw new PamiError("ABORTED", "interrupted", { cause: stopped.reason })
    throw new PamiError("WORKER_ENDED", "a worker process ended before it had explained its inputs")
  }
  const connect = async (): Promise<Connection> => {
    for (let starts = 1; ; starts++)
      try {
        connection = startProcess(running)
        connection.send({ start })
        expectMessage(await connection.next())
        return connection!
      } catch (error) {
        if ((error as PamiError).code !== "WORKER_ENDED") throw error
        if (starts >= mostStarts)
          throw new PamiError(
            "WORKER_FAILED",
            `a worker process ended ${starts} times before it was ready: memory may be short for as many --workers`,
            { cause: error },
          )
      }
  }
  return {
    async *explain(wanted) {
      const { send, next } = connection ?? (await connect())
      send({ wanted })
      for (;;) {
        const message = expectMessage(await next())
        if (message.kind === "end") return
        if (message.kind === "line") yield message.line
      }
    },
  }
}

const isSource = import.meta.url.endsWith(".ts")
const program = fileURLToPath(
  new URL(isSource ? "./worker-process.ts" : "./worker-process.js", import.meta.url),
)

function startProcess(running: Set<ChildProcess>): Connection {
  // stdout is for results.
  const child = fork(program, {
    execArgv: isSource ? ["-C", "source"] : [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  })
  running.add(child)
  const messages: (FromWorker | undefined)[] = []
  let wake = () => {}
  const put = (message: FromWorker | undefined) => {
    messages.push(message)
    wake()
  }
  const end = () => {
    running.delete(child)
    put(undefined)
  }
  child.on("message", put)
  // Not at its exit: messages that it has sent are still to be read then.
  child.on("disconnect", end)
  child.on("error", end)
  return {
    // To a process that has ended meanwhile, which the next message says.
    send: (message) => void (child.connected && child.send(message, () => {})),
    async next() {
      while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      return messages.shift()
    },
  }
}
