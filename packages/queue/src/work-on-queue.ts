import { hostname } from "node:os"
import { setTimeout as sleep } from "node:timers/promises"
import type { Job } from "bullmq"
import type { PamiError } from "@pami/core"
import { explainWith } from "@pami/runs"
import type { ResultLine, RunPlan, RunWorker } from "@pami/runs"
import { decodeChunk } from "./chunk.ts"
import { queueError } from "./errors.ts"
import { installed } from "./installed.ts"
import { lackingRow, progressOf, readJournal, takenRow } from "./journal.ts"
import type { OpenQueue } from "./queue.ts"
import type { StopSignal } from "./patience.ts"
import { describeOthers, nameOfRun } from "./registry.ts"
import { storeOf } from "./store.ts"
import type { Store } from "./store.ts"

/** Options of {@link workOnQueue}. */
export interface WorkOnQueueOptions {
  /** Of `planRun`, for the same model, methods and inputs as those of the run. */
  readonly plan: RunPlan
  /** Ids of the inputs that may be explained: no others are, which someone may have written to the store. */
  readonly ids: ReadonlySet<string>
  /** They explain, each a chunk at a time. A worker that computes in this thread keeps it from telling the store that it lives. */
  readonly workers: readonly RunWorker[]
  /** Milliseconds after which the chunk of a worker that is gone is given to another. From 100; default 30 000. */
  readonly lostAfter?: number | undefined
  /** Milliseconds without a chunk after which the work ends. Default: it does not. */
  readonly idle?: number | undefined
  /** Ends the work: chunks in progress go back to the queue, their lines so far are kept. */
  readonly signal?: StopSignal | undefined
  /** Called with each line once it is in the store. */
  readonly onLine?: ((line: ResultLine) => void) | undefined
}

/** The work of a worker. */
export interface QueueWork {
  readonly chunks: number
  readonly lines: number
}

// Workers that were lost over one input, or that lack it.
const mostLost = 5

// Milliseconds between two looks at what else the queue has, until there is work.
const lookInterval = 15_000

// Milliseconds that the end waits for chunks to go back. Others get them without it, later.
const grace = 5000

/**
 * Explains the chunks of a queue, until the signal is aborted or no chunk came for a while. Only chunks of the run with the question
 * of the plan are taken. Each line is in the store before the next is begun: where a worker is lost, the next one goes on after the
 * last line. An input over which five workers in a row were lost gets lines with the error `WORKER_ENDED`.
 *
 * @throws PamiError `QUEUE_INPUT_UNKNOWN` where the run asks for an input that is not in `ids`, which after five workers is a line;
 *   the errors of the workers; `QUEUE_DENIED`, `QUEUE_FAILED`. The chunk goes back to the queue
 * @throws RangeError for an option out of its range
 *
 * @example
 * const queue = await openQueue(address)
 * const plan = await planRun({ explain, methods, inputs, ids })
 * await workOnQueue(queue, { plan, ids: new Set(ids), workers, signal })
 * await queue.close()
 */
export async function workOnQueue(opened: OpenQueue, options: WorkOnQueueOptions): Promise<QueueWork> {
  const queue = storeOf(opened)
  const { plan, workers, lostAfter = 30_000, idle, signal } = options
  if (workers.length === 0) throw new RangeError("workers: at least one")
  if (!(lostAfter >= 100 && lostAfter < 2 ** 31))
    throw new RangeError(`lostAfter: from 100 milliseconds; got ${lostAfter}`)
  let said: string | undefined
  const sayOthers = async () => {
    const others = await describeOthers(queue, plan.question)
    if (others !== undefined && others !== said) queue.say(others)
    said = others
  }
  await sayOthers()
  const free = [...workers]
  const done = { chunks: 0, lines: 0 }
  let [busy, last] = [0, performance.now()]
  const ended = new AbortController()
  let failure: unknown
  const taken = async (job: Job): Promise<void> => {
    const worker = free.pop()!
    busy++
    try {
      await explainChunk(queue, job, worker, options, () => done.lines++)
      done.chunks++
    } catch (error) {
      if (await isRefusal(error)) throw error
      failure ??= error
      ended.abort()
      // Before the chunk goes back: it is for another.
      void taking.close()
      throw error
    } finally {
      busy--
      last = performance.now()
      free.push(worker)
    }
  }
  const workerName = `${hostname().replaceAll(/[^\w.-]/g, "-")}-${process.pid}`
  const name = nameOfRun(queue, plan.question)
  const taking = queue.work(name, taken, { concurrency: workers.length, lostAfter, workerName })
  const stop = () => ended.abort()
  signal?.addEventListener("abort", stop)
  const timer = setInterval(() => {
    if (idle !== undefined && busy === 0 && performance.now() - last >= idle) stop()
  }, 50)
  // A run with another question may come later.
  const looking = setInterval(() => {
    if (done.chunks + busy === 0) void sayOthers().catch(() => {})
  }, lookInterval)
  try {
    if (signal?.aborted !== true && !ended.signal.aborted)
      await new Promise((resolve) => ended.signal.addEventListener("abort", resolve, { once: true }))
  } finally {
    clearInterval(timer)
    clearInterval(looking)
    signal?.removeEventListener("abort", stop)
    const closed = taking.close().catch(() => {})
    await Promise.race([closed, sleep(grace, undefined, { ref: false })])
    void taking.close(true).catch(() => {})
  }
  if (done.chunks === 0 && signal?.aborted !== true) await sayOthers().catch(() => {})
  if (failure !== undefined && !(signal?.aborted && (failure as PamiError).code === "ABORTED")) throw failure
  return done
}

async function explainChunk(
  queue: Store,
  job: Job,
  worker: RunWorker,
  { plan, ids, onLine }: WorkOnQueueOptions,
  count: () => void,
): Promise<void> {
  const chunk = decodeChunk(job.data, Object.keys(plan.keys))
  if (chunk === undefined) return await refuse("the data of the job are not those of a chunk of this run")
  const jobs = queue.jobs(job.queueName)
  const rows = readJournal(jobs, job.id!, queue.patiently)
  const { left, lost, lacking } = await progressOf(rows, chunk.wanted, plan, job.stalledCounter)
  const note = (row: string) => queue.patiently(() => job.log(row))
  const keep = async (lines: readonly ResultLine[]) => {
    for (const line of lines) {
      await note(JSON.stringify(line))
      count()
      onLine?.(line)
    }
  }
  const unknown = left.find(({ id }) => !ids.has(id))?.id
  if (unknown !== undefined && lacking < mostLost) {
    // Others may have it; of an input that a stranger has written, none has.
    await note(lackingRow(unknown))
    throw queueError(
      "QUEUE_INPUT_UNKNOWN",
      `the run asks for "${unknown}", which is not among the inputs of this worker: start it again with those of the run`,
    )
  }
  await note(takenRow(String(process.pid), job.stalledCounter))
  const given: (typeof chunk.wanted)[number][] = []
  for (const [place, { id, methods }] of left.entries()) {
    const error = ids.has(id)
      ? place === 0 && lost >= mostLost
        ? { code: "WORKER_ENDED", message: `${mostLost} workers in a row were lost over it` }
        : undefined
      : {
          code: "QUEUE_INPUT_UNKNOWN",
          message: `it is not among the inputs of the workers, of which ${mostLost} gave it back: give them those of the run`,
        }
    if (error === undefined) given.push({ id, methods })
    else await keep(methods.map((method) => ({ input: id, method, error })))
  }
  if (given.length > 0) await explainWith([worker], given, keep)
}

/** Ends a job that no worker can do. */
async function refuse(message: string): Promise<never> {
  const { UnrecoverableError } = await installed("bullmq", () => import("bullmq"))
  throw new UnrecoverableError(message)
}

/** Returns whether an error is about the job alone: without a chunk, or collected or removed meanwhile. */
async function isRefusal(error: unknown): Promise<boolean> {
  const { UnrecoverableError } = await installed("bullmq", () => import("bullmq"))
  return error instanceof UnrecoverableError || /Missing key for job/.test((error as Error).message)
}
