import { resolve } from "node:path"
import { isPamiError } from "@pami/core"
import { readStatus, runInputs } from "@pami/runs"
import type { ResultLine, RunOutcome, Shard } from "@pami/runs"
import type { Console } from "../console.ts"
import { exitStatus, statusOfCode, UsageError } from "../exit-status.ts"
import { unlessStopped } from "../interrupt.ts"
import { oneLine } from "../printable.ts"
import { duration, statusLine } from "../progress.ts"
import { describeFindings } from "../result.ts"
import { isInside } from "../same-file.ts"
import { shardOf } from "../shard-option.ts"
import { describeStatus, ofAll } from "./describe-status.ts"
import { openExplaining } from "./explaining.ts"
import type { RunExplaining } from "./explaining.ts"
import { openRunQueue } from "./open-run-queue.ts"
import type { RunQueue } from "./open-run-queue.ts"
import type { NamedQueue } from "./queue-address.ts"
import type { RunRequest } from "./request.ts"
import { crowdAdvice, workerPool } from "./worker-pool.ts"
import type { WorkerPool } from "./worker-pool.ts"

// In which a run that was asked to stop ends by itself, in milliseconds.
const grace = 200

/** `pami run`: explains many inputs into the lines of a folder. Goes on where an earlier start ended. */
export async function runCommand(
  request: RunRequest,
  named: NamedQueue | undefined,
  console: Console,
): Promise<number> {
  const { folder, explain: asked } = request
  const { quiet, json } = asked.output
  for (const name of request.named)
    if (isInside(resolve(name), resolve(folder)))
      throw new UsageError(
        `--out ${folder} lies in ${name}, whose files are explained; choose another folder`,
      )
  // The workers of a queue divide the inputs among them.
  const shard = named === undefined ? shardOf(request.shard, quiet, console) : undefined
  if (named !== undefined) expectNoDivision(request)
  // Before the model is loaded: it may be the queue that is wrong.
  const queue = named && (await unlessStopped(openRunQueue(named, { quiet }, console), console.signal))
  const explaining = await unlessStopped(openExplaining(request), console.signal)
  const { loaded, preparation } = explaining
  if (preparation !== undefined && !quiet)
    console.stderr(describeFindings(preparation.findings, loaded.labels, console.hasFlag))
  let status: number = exitStatus.done
  try {
    const [reached, outcome] = await explainAll(request, shard, explaining, queue, console)
    status = reached
    if (!quiet && outcome !== undefined) console.stderr(describeOutcome(outcome))
    await printState(folder, json, outcome, console)
    return status
  } finally {
    // A run that was left behind is not waited for: the process ends.
    if (status !== exitStatus.interrupted) {
      await queue?.queue.close()
      await loaded.model.dispose()
      await loaded.decoder?.dispose()
    }
  }
}

/** Prints how far the run is, its earlier starts included. */
async function printState(
  folder: string,
  json: boolean,
  outcome: RunOutcome | undefined,
  console: Console,
): Promise<void> {
  const state = await readStatus([folder]).catch((error: unknown) => {
    // Interrupted before the folder was made.
    if (outcome === undefined && isPamiError(error) && error.code === "FILE_NOT_FOUND") return undefined
    throw error
  })
  if (json) console.stdout(`${JSON.stringify({ folder, ...outcome, status: state ?? null }, null, 2)}\n`)
  else if (state !== undefined) console.stdout(describeStatus(state))
}

/** Explains all inputs, as far as the signal allows. */
async function explainAll(
  request: RunRequest,
  shard: Shard | undefined,
  { loaded, explain, inputs, methods, settings }: RunExplaining,
  queue: RunQueue | undefined,
  console: Console,
): Promise<[status: number, outcome: RunOutcome | undefined]> {
  const { folder, limit, sample, maps, retry, verify, workers, explain: asked } = request
  const { quiet, json } = asked.output
  const { signal } = console
  const line = statusLine(console, quiet || json)
  const started = performance.now()
  let status: number = exitStatus.done
  let worked = 0
  let pool: WorkerPool | undefined
  const report = ({ input, error }: ResultLine) => {
    if (error === undefined) return
    status = Math.max(status, statusOfCode(error.code))
    line.end()
    const named = error.message.includes(input) ? error.message : `${input}: ${error.message}`
    if (!quiet) console.stderr(`pami: ${oneLine(named)} [${error.code}]\n`)
  }
  line.show("listing inputs")
  try {
    const work = runInputs({
      explain,
      inputs,
      methods,
      settings,
      folder,
      shard,
      limit,
      sample,
      seed: asked.recipe.draft.seed,
      maps,
      retry,
      verify,
      signal,
      ...((queue !== undefined || workers > 1) && {
        workers: (plan) => {
          // The workers have theirs.
          void loaded.model.dispose()
          if (queue !== undefined)
            return [queue.functions.sendToQueue(queue.queue, plan, { maps: maps ? folder : undefined })]
          const advice = crowdAdvice(request, loaded.backend)
          if (advice !== undefined && !quiet) console.stderr(`pami: ${advice}\n`)
          pool = workerPool(request, plan, loaded.backend, signal)
          return pool.workers
        },
      }),
      onLine(result, { done, expected }) {
        report(result)
        worked++
        const each = (performance.now() - started) / 1000 / worked
        line.show(
          `${ofAll(done, expected)}  ${result.input}  ${(1 / each).toPrecision(3)} a second · ${duration(each * (expected - done))} left`,
        )
      },
    })
    const outcome = await unlessStopped(work, signal, grace)
    return [status, outcome]
  } catch (error) {
    if (!isPamiError(error) || error.code !== "ABORTED") throw error
    return [exitStatus.interrupted, undefined]
  } finally {
    pool?.stop()
    line.end()
  }
}

function expectNoDivision({ shard, workers }: RunRequest): void {
  if (shard !== undefined) throw new UsageError("--shard goes without --queue: its workers divide the inputs")
  if (workers > 1)
    throw new UsageError(
      "--workers goes without --queue: start pami worker, on any machine, as often as you like",
    )
}

function describeOutcome({ known, changed }: RunOutcome): string {
  return [
    known > 0 ? `${known} results are from an earlier start\n` : "",
    changed.length > 0
      ? oneLine(
          `explained again, as they have changed: ${changed.slice(0, 3).join(", ")}${changed.length > 3 ? ", …" : ""}`,
        ) + "\n"
      : "",
  ].join("")
}
