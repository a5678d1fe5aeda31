import type { Client } from "pg"
import { queueError } from "./errors.ts"
import type { StoreFinding } from "./queue.ts"

const leastVersion = 13

/**
 * Checks that a PostgreSQL holds what it is given.
 *
 * @param shown its address, for messages
 * @throws PamiError `QUEUE_UNSUITABLE` for a version below 13
 */
export async function checkPostgres(client: Pick<Client, "query">, shown: string): Promise<StoreFinding[]> {
  const setting = async (name: string) => {
    const { rows } = await client.query<{ value: string }>("SELECT current_setting($1) AS value", [name])
    return rows[0].value
  }
  const version = await setting("server_version")
  if (!(Number.parseInt(version, 10) >= leastVersion))
    throw queueError(
      "QUEUE_UNSUITABLE",
      `${shown} is PostgreSQL ${version}; a queue needs ${leastVersion} or later`,
    )
  return (await setting("fsync")) === "off"
    ? [
        {
          code: "QUEUE_NOT_DURABLE",
          message: `${shown} does not write each change to its disk (fsync off): after a crash its data may be corrupt. Set fsync on`,
        },
      ]
    : []
}
