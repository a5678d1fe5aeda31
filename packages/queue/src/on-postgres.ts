import type { PgPool, Queue, Worker } from "bullmq"
import type { PoolClient } from "pg"
import type { StoreAddress } from "./address.ts"
import { checkPostgres } from "./check-postgres.ts"
import type { Driver } from "./driver.ts"
import { longestStart } from "./driver.ts"
import { installed } from "./installed.ts"
import type { StoreFinding } from "./queue.ts"

// Connections of a process; a worker listens on one of them.
const mostConnections = 8

/** Connects to a PostgreSQL, and makes the schema `bullmq` if it is not there. Throws the errors of `pg`. */
export async function onPostgres({ url, shown }: StoreAddress): Promise<Driver> {
  const bullmq = await installed("bullmq", () => import("bullmq"))
  const { default: pg } = await installed("pg", () => import("pg"))
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: longestStart,
    max: mostConnections,
    keepAlive: true,
    options: `-c search_path=${bullmq.DEFAULT_SCHEMA}`,
  })
  pool.on("error", () => {})
  // A connection that is in use when the store dies would end the process: nothing else listens to it.
  pool.on("connect", (client) => client.on("error", () => {}))
  const factory = bullmq.createPostgresBackend
  try {
    const findings = await prepare(await pool.connect(), shown, bullmq.runMigrations)
    const connection = { connection: pool as PgPool, skipVersionCheck: true }
    return {
      findings,
      queue: (name, options) =>
        new bullmq.Queue(name, { ...options, ...connection }, factory) as unknown as Queue,
      worker: (name, process, options) =>
        new bullmq.Worker(name, process, { ...options, ...connection }, factory) as unknown as Worker,
      close: () => pool.end(),
    }
  } catch (error) {
    await pool.end().catch(() => {})
    throw error
  }
}

async function prepare(
  client: PoolClient,
  shown: string,
  migrate: (client: PoolClient) => Promise<unknown>,
): Promise<StoreFinding[]> {
  try {
    const findings = await checkPostgres(client, shown)
    await migrate(client)
    return findings
  } finally {
    client.release()
  }
}
