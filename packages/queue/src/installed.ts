import { queueError } from "./errors.ts"

/**
 * Returns a package that only a queue needs.
 *
 * @throws PamiError `QUEUE_UNAVAILABLE` where it is not installed
 */
export async function installed<Driver>(name: string, load: () => Promise<Driver>): Promise<Driver> {
  try {
    return await load()
  } catch (error) {
    if (!["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes((error as { code?: string }).code ?? ""))
      throw error
    throw queueError(
      "QUEUE_UNAVAILABLE",
      `a queue needs ${name}: npm install bullmq, and ioredis for Redis or pg for PostgreSQL, next to @pami/queue`,
    )
  }
}
