import { grouped } from "@pami/core/tensor"
import type { QueueState } from "@pami/queue"
import { readStatus } from "@pami/runs"
import type { Console } from "../console.ts"
import { exitStatus, UsageError } from "../exit-status.ts"
import { unlessStopped } from "../interrupt.ts"
import { describeStatus } from "./describe-status.ts"
import { openRunQueue } from "./open-run-queue.ts"
import type { NamedQueue } from "./queue-address.ts"

/** `pami run status`: prints how far a run is, from its files, or which runs a queue has. */
export async function statusCommand(
  folders: readonly string[],
  named: NamedQueue | undefined,
  { json = false }: { readonly json?: boolean },
  console: Console,
): Promise<number> {
  if (folders.length > 0 === (named !== undefined))
    throw new UsageError("name the folders of a run, or a queue by --queue")
  if (named !== undefined) return await queueStatus(named, json, console)
  const status = await readStatus(folders)
  console.stdout(json ? `${JSON.stringify(status, null, 2)}\n` : describeStatus(status))
  return exitStatus.done
}

async function queueStatus(named: NamedQueue, json: boolean, console: Console): Promise<number> {
  const opening = openRunQueue(named, { quiet: json }, console)
  const { queue, functions } = await unlessStopped(opening, console.signal)
  try {
    const states = await functions.readQueue(queue)
    console.stdout(
      json
        ? `${JSON.stringify(states, null, 2)}\n`
        : states.length === 0
          ? "no run is in the queue\n"
          : states.map(describeRun).join(""),
    )
  } finally {
    await queue.close()
  }
  return exitStatus.done
}

function describeRun({ run, waiting, active, finished, workers }: QueueState): string {
  return `${run}: chunks: ${grouped(waiting)} waiting, ${grouped(active)} with a worker, ${grouped(finished)} to collect; workers: ${grouped(workers)}\n`
}
