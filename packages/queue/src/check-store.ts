import type { StoreAddress } from "./address.ts"
import { checkPostgres } from "./check-postgres.ts"
import { checkRedis } from "./check-redis.ts"
import { installed } from "./drivers.ts"
import { storeError } from "./errors.ts"
import type { StoreFinding } from "./queue.ts"

// Milliseconds that a store has to answer at the start.
const longest = 10_000

/**
 * Connects to a store once, to find out at the start what is wrong with it.
 *
 * @throws PamiError `QUEUE_UNREACHABLE`, `QUEUE_DENIED`, `QUEUE_UNSUITABLE`, `QUEUE_UNAVAILABLE`, `QUEUE_FAILED`
 */
export async function checkStore({ kind, url, shown }: StoreAddress): Promise<StoreFinding[]> {
  try {
    return kind === "redis" ? await connectRedis(url, shown) : await connectPostgres(url, shown)
  } catch (error) {
    throw storeError(error, shown)
  }
}

async function connectRedis(url: string, shown: string): Promise<StoreFinding[]> {
  const { Redis } = await installed("ioredis", () => import("ioredis"))
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: longest,
    commandTimeout: longest,
  })
  let first: Error | undefined
  client.on("error", (error: Error) => (first ??= error))
  try {
    await client.connect()
    return await checkRedis(client, shown)
  } catch (error) {
    // "Connection is closed" follows from it.
    throw first ?? error
  } finally {
    client.disconnect()
  }
}

async function connectPostgres(url: string, shown: string): Promise<StoreFinding[]> {
  const { default: pg } = await installed("pg", () => import("pg"))
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: longest })
  client.on("error", () => {})
  try {
    await client.connect()
    return await checkPostgres(client, shown)
  } finally {
    await client.end().catch(() => {})
  }
}
