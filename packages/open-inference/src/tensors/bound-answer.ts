import type { Connection } from "@pami/backend-kit/server"
import type { TensorInfo } from "@pami/core"

// A number of 64 bits in JSON, with a sign, an exponent, spaces and brackets around it.
const mostPerElement = 64
const mostBesides = 2 ** 16

/**
 * Returns a connection whose answers have at most the bytes that the declared outputs can take, where their shapes are known.
 *
 * @param outputs with the batch as axis 0
 * @param items of the run
 */
export function boundAnswer(
  connection: Connection,
  outputs: readonly TensorInfo[],
  items: number,
): Connection {
  const lengths = outputs.flatMap(({ shape }) => [items, ...shape.slice(1)])
  if (lengths.includes(null)) return connection
  const elements = outputs.reduce(
    (sum, { shape }) => sum + shape.slice(1).reduce<number>((size, length) => size * length!, items),
    0,
  )
  const most = mostBesides + mostPerElement * elements
  if (most >= connection.maxBytes) return connection
  const smaller = `look at the log of the server, as ${elements} numbers were asked for`
  return { ...connection, maxBytes: most, advice: { ...connection.advice, smaller } }
}
