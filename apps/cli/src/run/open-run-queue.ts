import { isPamiError, PamiError } from "@pami/core"
import type { OpenQueue, QueueOptions } from "@pami/queue"
import { isMissing } from "../backends.ts"
import type { Console } from "../console.ts"
import { UsageError } from "../exit-status.ts"
import { oneLine } from "../printable.ts"
import type { NamedQueue } from "./queue-address.ts"

/** A queue, with the package that only it needs. */
export interface RunQueue {
  readonly queue: OpenQueue
  readonly functions: typeof import("@pami/queue")
}

/**
 * Opens the queue that a command names, and says what is unusual about its store.
 *
 * @param options quiet: says nothing; spans: of OpenTelemetry
 * @throws UsageError for an address or a name that is none, and the errors of the store
 */
export async function openRunQueue(
  { address, name }: NamedQueue,
  { quiet, spans = false }: { readonly quiet: boolean; readonly spans?: boolean },
  console: Console,
): Promise<RunQueue> {
  const functions = await load("@pami/queue", () => import("@pami/queue"))
  const say = (message: string) => {
    if (!quiet) console.stderr(`pami: ${oneLine(message)}\n`)
  }
  const options: QueueOptions = { name, onNotice: say, signal: console.signal }
  try {
    const queue = await functions.openQueue(
      address,
      spans ? { ...options, telemetry: await telemetry() } : options,
    )
    for (const { code, message } of queue.findings) say(`${message} [${code}]`)
    return { queue, functions }
  } catch (error) {
    if (error instanceof RangeError)
      throw new UsageError(`--queue-name: ${error.message.replace("name: ", "")}`)
    if (isPamiError(error) && error.code === "QUEUE_ADDRESS_INVALID")
      throw new UsageError(`--queue: ${error.message}`)
    throw error
  }
}

async function telemetry(): Promise<NonNullable<QueueOptions["telemetry"]>> {
  const { BullMQOtel } = await load("bullmq-otel", () => import("bullmq-otel"))
  return new BullMQOtel({ tracerName: "pami" })
}

async function load<Package>(name: string, importing: () => Promise<Package>): Promise<Package> {
  try {
    return await importing()
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    const needed =
      name === "@pami/queue" ? "@pami/queue bullmq, and ioredis for Redis or pg for PostgreSQL" : name
    throw new PamiError(
      "QUEUE_UNAVAILABLE",
      `${name} is not installed: npm install ${needed}, next to this program`,
      { cause },
    )
  }
}
