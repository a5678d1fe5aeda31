import { listIds, planRun } from "@pami/runs"
import { grouped } from "@pami/core/tensor"
import type { Console } from "../console.ts"
import { exitStatus, UsageError } from "../exit-status.ts"
import { unlessStopped } from "../interrupt.ts"
import { statusLine } from "../progress.ts"
import { openExplaining } from "./explaining.ts"
import { serveMetrics } from "./metrics.ts"
import { openRunQueue } from "./open-run-queue.ts"
import { expectQueue } from "./queue-address.ts"
import type { QueueFlags } from "./queue-address.ts"
import { runRequest } from "./request.ts"
import type { RunFlags } from "./request.ts"
import { workerPool } from "./worker-pool.ts"

/** Options of `pami worker`, as commander hands them over. */
export interface WorkerFlags extends RunFlags, QueueFlags {
  readonly idle: number | undefined
  readonly lostAfter: number
  readonly metrics: number | undefined
  readonly spans: boolean | undefined
}

/**
 * `pami worker`: explains what a `pami run` with the same inputs and options has put into a queue. The queue names inputs, which are
 * looked up among those of this command line, and nothing else.
 */
export async function workerCommand(
  named: readonly string[],
  given: RunFlags,
  { idle, lostAfter, metrics, spans = false, ...flags }: WorkerFlags,
  console: Console,
): Promise<number> {
  const { signal } = console
  const request = runRequest(named, given)
  const { quiet, json } = request.explain.output
  if (request.maps && request.folder === undefined)
    throw new UsageError("--out: name the folder of the results, in which the maps are written")
  const { queue, functions } = await unlessStopped(
    openRunQueue(expectQueue(flags), { quiet, spans }, console),
    signal,
  )
  const line = statusLine(console, quiet || json)
  const { loaded, explain, inputs, methods, settings } = await unlessStopped(openExplaining(request), signal)
  const listed = await unlessStopped(listIds(inputs), signal)
  const own = { ...settings, ...(request.maps ? { maps: true } : {}) }
  const plan = await unlessStopped(planRun({ explain, methods, inputs, ids: listed, settings: own }), signal)
  // This process talks to the store; others compute.
  await loaded.model.dispose()
  await loaded.decoder?.dispose()
  const pool = workerPool(request, plan, loaded.backend, signal)
  const closeMetrics =
    metrics === undefined ? undefined : await serveMetrics(metrics, () => functions.queueMetrics(queue))
  if (!quiet) console.stderr(`works for ${queue.store}, queue ${queue.name}; press Ctrl-C to end\n`)
  let lines = 0
  // After an interruption, chunks go back to the queue.
  console.setUnsaved?.(true)
  try {
    const done = await functions.workOnQueue(queue, {
      plan,
      ids: new Set(listed),
      workers: pool.workers,
      lostAfter: 1000 * lostAfter,
      idle: idle === undefined ? undefined : 1000 * idle,
      signal,
      onLine: ({ input }) => line.show(`${grouped(++lines)} results  ${input}`),
    })
    if (json) console.stdout(`${JSON.stringify(done, null, 2)}\n`)
    else console.stdout(`${grouped(done.lines)} results in ${grouped(done.chunks)} chunks\n`)
    return signal.aborted ? exitStatus.interrupted : exitStatus.done
  } finally {
    line.end()
    pool.stop()
    closeMetrics?.()
    console.setUnsaved?.(false)
    if (!signal.aborted) await queue.close()
  }
}
