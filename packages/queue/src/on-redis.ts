import type { StoreAddress } from "./address.ts"
import { checkRedis } from "./check-redis.ts"
import type { Driver } from "./driver.ts"
import { longestStart } from "./driver.ts"
import { installed } from "./installed.ts"
import type { StoreFinding } from "./queue.ts"

/** Connects to a Redis once, to find out at the start what is wrong with it. Throws the errors of `ioredis`. */
export async function onRedis({ url, shown }: StoreAddress): Promise<Driver> {
  const { Queue, Worker } = await installed("bullmq", () => import("bullmq"))
  const findings = await findingsOf(url, shown)
  const connection = {
    url,
    // Operations wait until the store is there again.
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => Math.min(100 * 2 ** Math.min(times, 6), 5000),
  }
  return {
    findings,
    queue: (name, options) => new Queue(name, { ...options, connection }),
    worker: (name, process, options) => new Worker(name, process, { ...options, connection }),
    close: async () => {},
  }
}

async function findingsOf(url: string, shown: string): Promise<StoreFinding[]> {
  const { Redis } = await installed("ioredis", () => import("ioredis"))
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: longestStart,
    commandTimeout: longestStart,
  })
  let first: Error | undefined
  client.on("error", (error: Error) => (first ??= error))
  try {
    await client.connect()
    // A database that is not there would be an error later, and the database 0 be used in its place.
    await client.select(client.options.db ?? 0)
    return await checkRedis(client, shown)
  } catch (error) {
    // "Connection is closed" follows from it.
    throw first ?? error
  } finally {
    client.disconnect()
  }
}
