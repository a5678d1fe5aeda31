import type { Redis } from "ioredis"
import { queueError } from "./errors.ts"
import type { StoreFinding } from "./queue.ts"

const leastVersion = [6, 2]

/**
 * Checks that a Redis holds what it is given.
 *
 * @param shown its address, for messages
 * @throws PamiError `QUEUE_UNSUITABLE` for a version below 6.2, and for one that evicts keys when its memory is full
 */
export async function checkRedis(client: Pick<Redis, "info">, shown: string): Promise<StoreFinding[]> {
  const facts = new Map(
    (await client.info())
      .split(/\r?\n/)
      .flatMap((line) => (line.includes(":") ? [line.split(":", 2) as [string, string]] : [])),
  )
  const version = facts.get("redis_version") ?? ""
  // Valkey and others state the version of Redis that they are compatible with.
  if (isBelow(version, leastVersion))
    throw queueError(
      "QUEUE_UNSUITABLE",
      `${shown} is Redis ${version || "of an unknown version"}; a queue needs ${leastVersion.join(".")} or later`,
    )
  const policy = facts.get("maxmemory_policy") ?? "noeviction"
  if (policy !== "noeviction" && facts.get("maxmemory") !== "0")
    throw queueError(
      "QUEUE_UNSUITABLE",
      `${shown} drops keys when its memory is full (maxmemory-policy ${policy}), and with them inputs and results: set maxmemory-policy noeviction`,
    )
  return facts.get("aof_enabled") === "0"
    ? [
        {
          code: "QUEUE_NOT_DURABLE",
          message: `${shown} does not write each change to its disk (appendonly no): after a restart, what was explained and not yet collected is explained again. Set appendonly yes`,
        },
      ]
    : []
}

function isBelow(version: string, least: readonly number[]): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  return !(major > least[0] || (major === least[0] && minor >= least[1]))
}
