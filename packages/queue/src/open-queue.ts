import type { Queue, Telemetry } from "bullmq"
import { parseAddress } from "./address.ts"
import type { StoreAddress } from "./address.ts"
import type { Driver } from "./driver.ts"
import { storeError } from "./errors.ts"
import { onPostgres } from "./on-postgres.ts"
import { onRedis } from "./on-redis.ts"
import { patience } from "./patience.ts"
import type { StopSignal } from "./patience.ts"
import type { OpenQueue } from "./queue.ts"
import type { Store } from "./store.ts"

/** Options of {@link openQueue}. */
export interface QueueOptions {
  /** Keeps the runs of a store apart: letters, digits, `.`, `_`, `-`, at most 64. Default `pami`. */
  readonly name?: string | undefined
  /** Of BullMQ. For OpenTelemetry spans: `new BullMQOtel({ tracerName: "pami" })` of `bullmq-otel`. Default: none. */
  readonly telemetry?: object | undefined
  /** Called with a sentence when the store goes away and when it is there again. Default: nothing is said. */
  readonly onNotice?: ((message: string) => void) | undefined
  /** Ends waiting for a store that is away. */
  readonly signal?: StopSignal | undefined
}

// The store trims the stream of events, which nothing here reads, to about as many.
const mostEvents = 1000

/**
 * Opens a queue by the address of its store: `redis://…`, `rediss://…` with TLS, or `postgres://…`. The store is asked once whether
 * it is fit. On PostgreSQL, the schema `bullmq` is made on the first use.
 *
 * @param address with the password, which no message, line or file repeats
 * @throws PamiError `QUEUE_ADDRESS_INVALID`, `QUEUE_UNREACHABLE`, `QUEUE_DENIED` for a wrong password or missing rights,
 *   `QUEUE_UNSUITABLE` for Redis before 6.2, PostgreSQL before 13 and a Redis that evicts keys, `QUEUE_UNAVAILABLE` where `bullmq`,
 *   `ioredis` or `pg` is not installed
 * @throws RangeError for a name of other characters
 */
export async function openQueue(address: string, options: QueueOptions = {}): Promise<OpenQueue> {
  const { name = "pami", telemetry, onNotice: say = () => {}, signal } = options
  if (!/^[\w.-]{1,64}$/.test(name))
    throw new RangeError(`name: 1 to 64 letters, digits, ".", "_" or "-"; got ${JSON.stringify(name)}`)
  const found = parseAddress(address)
  const driver = await connect(found)
  const { notice, ...patient } = patience(found.shown, say, signal)
  // The store was checked.
  const common = {
    skipVersionCheck: true,
    ...(telemetry !== undefined && { telemetry: telemetry as Telemetry }),
  }
  const opened = new Map<string, Queue>()
  const open = (queue: string): Queue => {
    const created = driver.queue(queue, { streams: { events: { maxLen: mostEvents } }, ...common })
    created.on("error", notice)
    opened.set(queue, created)
    return created
  }
  const store: Store = {
    name,
    store: found.shown,
    findings: driver.findings,
    ...patient,
    say,
    jobs: (queue) => opened.get(queue) ?? open(queue),
    work(queue, process, { concurrency, lostAfter, workerName }) {
      const worker = driver.worker(queue, process, {
        name: workerName,
        concurrency,
        lockDuration: lostAfter,
        stalledInterval: lostAfter,
        // Inputs over which workers end are known by what the job says, not by the number of stalls.
        maxStalledCount: 2 ** 31 - 1,
        // Seconds until a look at jobs whose worker is gone, where nothing comes.
        drainDelay: Math.min(5, lostAfter / 1000),
        // Milliseconds until the next try to take a job, where the store was away.
        runRetryDelay: Math.min(5000, lostAfter),
        ...common,
      })
      worker.on("error", notice)
      return worker
    },
    async close() {
      await Promise.all([...opened.values()].map((queue) => queue.close().catch(() => {})))
      await driver.close().catch(() => {})
    },
  }
  return store
}

async function connect(address: StoreAddress): Promise<Driver> {
  try {
    return await (address.kind === "redis" ? onRedis(address) : onPostgres(address))
  } catch (error) {
    throw storeError(error, address.shown)
  }
}
