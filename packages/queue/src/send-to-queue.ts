import { access } from "node:fs/promises"
import { join } from "node:path"
import type { JobType, Queue } from "bullmq"
import type { ResultLine, RunPlan, RunWorker } from "@pami/runs"
import { decodeChunk } from "./chunk.ts"
import { readJournal } from "./journal.ts"
import { openLedger } from "./ledger.ts"
import type { Ledger } from "./ledger.ts"
import { checkedLine } from "./line-check.ts"
import type { OpenQueue } from "./queue.ts"
import { openOutbox } from "./outbox.ts"
import type { Outbox } from "./outbox.ts"
import { readJob } from "./read-job.ts"
import { announce } from "./registry.ts"
import { storeOf } from "./store.ts"
import type { Store } from "./store.ts"

// Jobs that are read in one round.
const perRound = 16

const mostAttempts = 5

// Milliseconds between two looks at the store: from the first to the longest while nothing comes.
const [firstPause, longestPause] = [20, 300]

// Milliseconds between two checks that the store still has what it was given.
const checkInterval = 1000

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
      const outbox = openOutbox(queue, jobs, run, methods, ledger)
      let [pause, checked] = [firstPause, performance.now()]
      while (ledger.left > 0) {
        const came = await queue.patiently(() => jobs.getRanges(finished, 0, perRound - 1, true))
        for (const id of came) {
          yield* collect(queue, jobs, plan, ledger, outbox, isWhole, id)
          await queue.patiently(() => jobs.remove(id))
        }
        // Finished chunks first: an earlier start may have sent inputs that would be sent again.
        const isSending = came.length < perRound && (await outbox.send())
        if (performance.now() - checked > checkInterval) {
          await run.confirm()
          await findLost(queue, jobs, ledger)
          // Workers that wait for room do not say so, and this reading needs some, too.
          if ((await queue.once(() => jobs.getJobLogs(run.name, 0, 0))) === "full") await outbox.makeRoom()
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
      const page = await queue.patiently(() => jobs.getRanges([state], from, from + perRound - 1, true))
      for (const id of page) {
        const job = await queue.patiently(() => readJob(jobs, id))
        const chunk = decodeChunk(job?.data, methods)
        // All other data fail in the hands of a worker, and are removed then, or at the end.
        if (chunk !== undefined) ledger.takeUp(id, chunk)
      }
      if (page.length < perRound) break
    }
}

/** Yields the lines of a finished job that are still wanted, as many together as are read together. */
async function* collect(
  queue: Store,
  jobs: Queue,
  plan: RunPlan,
  ledger: Ledger,
  { makeRoom }: Outbox,
  isWhole: (line: ResultLine) => Promise<boolean>,
  id: string,
): AsyncGenerator<readonly ResultLine[], void, undefined> {
  for await (const rows of readJournal(jobs, id, (read) => queue.patiently(read, makeRoom))) {
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
