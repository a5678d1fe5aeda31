import { access } from "node:fs/promises"
import { join } from "node:path"
import type { JobType, Queue } from "bullmq"
import type { ResultLine, RunPlan, RunWorker } from "@pami/runs"
import { decodeChunk, encodeChunk } from "./chunk.ts"
import type { Chunk } from "./chunk.ts"
import { readJournal } from "./journal.ts"
import { openLedger } from "./ledger.ts"
import type { Ledger } from "./ledger.ts"
import { checkedLine } from "./line-check.ts"
import type { OpenQueue } from "./queue.ts"
import { announce } from "./registry.ts"
import type { Announced } from "./registry.ts"
import { storeOf } from "./store.ts"
import type { Store } from "./store.ts"

// Chunks in the store at most: a million inputs. More follow as they are explained.
const mostSent = 4096

// Jobs that are added or read in one round.
const perRound = 16

const mostAttempts = 5

// Milliseconds between two looks at the store: from the first to the longest while nothing comes.
const [firstPause, longestPause] = [20, 1000]

// Milliseconds between two checks that the store still has what it was given.
const checkInterval = 5000

// Of jobs that come back without an error of ours, the number of tries is not what ends them.
const mostTries = 2 ** 31 - 1

const live: JobType[] = ["wait", "active", "delayed", "prioritized", "waiting-children"]
const finished: JobType[] = ["completed", "failed"]

/** Options of {@link sendToQueue}. */
export interface SendOptions {
  /**
   * Folder of the run where its maps are wanted: the workers write them there, on a disk that all share. A line whose map is not there
   * is not accepted. Default: no maps.
   */
  readonly maps?: string | undefined
}

/**
 * Returns a worker of `runInputs` that has inputs explained by the workers of a queue, any number of them, on any machine. The inputs
 * go out in chunks; their lines come back through the queue. A chunk is removed once its lines are on the disk, so that none is lost
 * and none is written twice, whatever dies: this process, a worker, or the store, of which nothing but its answers is trusted.
 * Started again, it takes up the chunks that are in the queue.
 *
 * @throws PamiError by `explain`: `QUEUE_IN_USE` where another process collects the same run from the queue, `QUEUE_DENIED`,
 *   `QUEUE_FAILED`, `ABORTED`. A store that is away or full is waited for
 *
 * @example
 * const queue = await openQueue(address)
 * await runInputs({ explain, inputs, folder: "results", workers: (plan) => [sendToQueue(queue, plan)] })
 * await queue.close()
 */
export function sendToQueue(opened: OpenQueue, plan: RunPlan, { maps }: SendOptions = {}): RunWorker {
  const queue = storeOf(opened)
  const isWhole = mapCheck(queue, maps)
  return {
    async *explain(wanted) {
      const run = await announce(queue, plan.question)
      const jobs = queue.jobs(run.name)
      const methods = Object.keys(plan.keys)
      const ledger = openLedger(wanted, mostAttempts)
      await takeUp(queue, jobs, methods, ledger)
      const send = sender(queue, jobs, run, methods, ledger)
      let [pause, checked] = [firstPause, performance.now()]
      while (ledger.left > 0) {
        const came = await queue.patiently(() => jobs.getJobs(finished, 0, perRound - 1, true))
        for (const { id } of came.filter(Boolean)) {
          yield* collect(queue, jobs, plan, ledger, isWhole, id!)
          await queue.patiently(() => jobs.remove(id!))
        }
        // Finished chunks first: an earlier start may have sent inputs that would be sent again.
        const isSending = came.length < perRound && (await send())
        if (performance.now() - checked > checkInterval) {
          await run.confirm()
          await findLost(queue, jobs, ledger)
          checked = performance.now()
        }
        if (came.length > 0 || isSending) pause = firstPause
        else await queue.rest((pause = Math.min(2 * pause, longestPause)))
      }
      await run.end()
    },
  }
}

/** Notes the chunks of an earlier start that are still to be explained. Those that are finished are collected like all others. */
async function takeUp(queue: Store, jobs: Queue, methods: readonly string[], ledger: Ledger): Promise<void> {
  for (const state of live)
    for (let from = 0; ; from += perRound) {
      const page = await queue.patiently(() => jobs.getJobs(state, from, from + perRound - 1, true))
      for (const job of page.filter(Boolean)) {
        const chunk = decodeChunk(job.data, methods)
        // All other data fail in the hands of a worker, and are removed then.
        if (chunk !== undefined) ledger.takeUp(job.id!, chunk)
      }
      if (page.length < perRound) break
    }
}

/** Returns a function that sends the chunks that are next, as far as the store may hold them, and says whether it did. */
function sender(
  queue: Store,
  jobs: Queue,
  { collector }: Announced,
  methods: readonly string[],
  ledger: Ledger,
): () => Promise<boolean> {
  // A store ignores an id that it has seen, and an earlier start may have used others.
  let number = 0
  let most = mostSent
  return async () => {
    const batch: { readonly id: string; readonly chunk: Chunk }[] = []
    while (batch.length < perRound && ledger.sent.size + batch.length < most) {
      const chunk = ledger.next()
      if (chunk === undefined) break
      batch.push({ id: `${collector}-${number++}`, chunk })
    }
    if (batch.length === 0) return false
    for (const { id, chunk } of batch) ledger.send(id, chunk)
    const state = await queue.once(() =>
      jobs.addBulk(
        batch.map(({ id: jobId, chunk }) => ({
          name: "chunk",
          data: encodeChunk(chunk, methods),
          opts: { jobId, attempts: mostTries, stackTraceLimit: 1 },
        })),
      ),
    )
    if (state === "done") {
      most = Math.min(mostSent, most + 1)
      return true
    }
    for (const { id } of batch) ledger.lose(id)
    if (state === "full") most = await makeRoom(queue, jobs, ledger)
    return false
  }
}

/** Takes back half of the chunks, so that a store that is full has room for lines. Returns how many it may hold. */
async function makeRoom(queue: Store, jobs: Queue, ledger: Ledger): Promise<number> {
  const most = Math.max(1, Math.floor(ledger.sent.size / 2))
  for (const id of [...ledger.sent.keys()].toReversed()) {
    if (ledger.sent.size <= most) break
    // One that a worker has, or has explained, stays.
    const isWaiting = (await queue.patiently(() => jobs.getJobState(id))) === "waiting"
    if (isWaiting && (await queue.patiently(() => jobs.remove(id))) > 0) ledger.lose(id)
  }
  return most
}

/** Yields the lines of a finished job that are still wanted, as many together as are read together. */
async function* collect(
  queue: Store,
  jobs: Queue,
  plan: RunPlan,
  ledger: Ledger,
  isWhole: (line: ResultLine) => Promise<boolean>,
  id: string,
): AsyncGenerator<readonly ResultLine[], void, undefined> {
  for await (const rows of readJournal(jobs, id, queue.patiently)) {
    const lines: ResultLine[] = []
    for (const row of rows) {
      const line = checkedLine(row, plan)
      if (line !== undefined && (await isWhole(line)) && ledger.accept(line)) lines.push(line)
    }
    if (lines.length > 0) yield lines
  }
  for (const { id: input, methods } of ledger.settle(id))
    for (const method of methods) {
      const error = {
        code: "QUEUE_ANSWER_INVALID",
        message: `${mostAttempts} chunks of the queue came back without a valid line of it, or its map: a worker of another version or without the shared folder, or someone else, writes to the queue`,
      }
      const line = { input, method, error }
      if (ledger.accept(line)) yield [line]
    }
}

/** Has chunks sent again that the store does not have any more, as one that lost its last second. */
async function findLost(queue: Store, jobs: Queue, ledger: Ledger): Promise<void> {
  const counts = await queue.patiently(() => jobs.getJobCounts(...live, ...finished))
  const there = Object.values(counts).reduce((sum, count) => sum + count, 0)
  if (there >= ledger.sent.size) return
  for (const id of ledger.sent.keys())
    if ((await queue.patiently(() => jobs.getJobState(id))) === "unknown") ledger.lose(id)
}

/** Returns a function that says whether the map that a line names is there, and tells the user of the first that is not. */
function mapCheck(queue: Store, folder: string | undefined): (line: ResultLine) => Promise<boolean> {
  let isSaid = false
  return async ({ input, map }) => {
    if (folder === undefined || map === undefined) return true
    const isThere = await access(join(folder, map)).then(
      () => true,
      () => false,
    )
    if (!isThere && !isSaid)
      queue.say(
        `the map of ${input} is not in ${folder}: the workers write maps to their own folder of that name, which must be on a disk that all share. It is explained again, ${mostAttempts} times at most`,
      )
    isSaid ||= !isThere
    return isThere
  }
}
