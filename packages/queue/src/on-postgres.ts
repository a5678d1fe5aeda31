import type { PgPool, Queue, Worker } from "bullmq"
import type { Client, PoolClient } from "pg"
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
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: longestStart,
    keepAlive: true,
    options: `-c search_path=${bullmq.DEFAULT_SCHEMA}`,
  }
  const findings = await prepare(new pg.Client(settings), shown, bullmq.runMigrations)
  const pool = new pg.Pool({ ...settings, max: mostConnections })
  pool.on("error", () => {})
  // A connection that is in use when the store dies would end the process: nothing else listens to it.
  pool.on("connect", (client) => client.on("error", () => {}))
  const factory = bullmq.createPostgresBackend
  const connection = { connection: pool as PgPool, skipVersionCheck: true }
  return {
    findings,
    queue: (name, options) =>
      new bullmq.Queue(name, { ...options, ...connection }, factory) as unknown as Queue,
    worker: (name, process, options) =>
      new bullmq.Worker(name, process, { ...options, ...connection }, factory) as unknown as Worker,
    close: () => pool.end(),
  }
}

async function prepare(
  client: Client,
  shown: string,
  migrate: (client: PoolClient) => Promise<unknown>,
): Promise<StoreFinding[]> {
  client.on("error", () => {})
  try {
    await client.connect()
    const findings = await checkPostgres(client, shown)
    await migrate(client as PoolClient)
    return findings
  } finally {
    // One that asked for a password in vain would stay open, and the process with it.
    void client.end().catch(() => {})
  }
}
