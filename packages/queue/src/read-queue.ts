import type { Settings } from "@pami/core"
import type { OpenQueue } from "./queue.ts"
import { listRuns } from "./registry.ts"
import { storeOf } from "./store.ts"

/** The state of a run in a queue. */
export interface QueueState {
  /** Name of the queue of its chunks in BullMQ: that of the queue, and a digest of the question. */
  readonly run: string
  readonly question: Settings
  /** Chunks that no worker has. */
  readonly waiting: number
  /** Chunks that a worker has. */
  readonly active: number
  /** Chunks that are explained and not yet collected. */
  readonly finished: number
  /** Connections of workers. */
  readonly workers: number
}

/** Returns the state of each run in a queue. A run that is collected is not in it any more. */
export async function readQueue(opened: OpenQueue): Promise<QueueState[]> {
  const queue = storeOf(opened)
  const states: QueueState[] = []
  for (const { name, question } of await listRuns(queue)) {
    const jobs = queue.jobs(name)
    const counts = await queue.patiently(() => jobs.getJobCounts())
    const sum = (...names: string[]) => names.reduce((all, one) => all + (counts[one] ?? 0), 0)
    states.push({
      run: name,
      question,
      waiting: sum("waiting", "wait", "delayed", "prioritized"),
      active: sum("active"),
      finished: sum("completed", "failed"),
      workers: await queue.patiently(() => jobs.getWorkersCount()),
    })
  }
  return states
}

/** Returns the number of chunks by state of each run in a queue, as BullMQ writes them for Prometheus: `bullmq_job_count`. */
export async function queueMetrics(opened: OpenQueue): Promise<string> {
  const queue = storeOf(opened)
  // The description of a metric may be there once. Counters that BullMQ writes, too, stay zero here.
  const lines = new Set<string>()
  for (const { name } of await listRuns(queue)) {
    const text = await queue.patiently(() => queue.jobs(name).exportPrometheusMetrics())
    for (const line of text.split("\n")) if (line.includes("bullmq_job_count")) lines.add(line)
  }
  return [...lines].join("\n")
}
