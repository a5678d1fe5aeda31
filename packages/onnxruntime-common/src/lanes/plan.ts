const mostLanes = 4

/**
 * How `threads` are shared out to lanes, each of which runs batches of its own: `[1, 1]` for two. Several lanes of one
 * thread do more in a second than one of several, whose threads wait for each other at every layer; but each holds the
 * weights, and memory of its own for a batch.
 *
 * @param bytes of the model's files
 * @param room for the weights of all lanes together, in bytes, unless those of one alone are more
 */
export function planLanes(threads: number, bytes: number, room: number): number[] {
  const lanes = Math.max(1, Math.min(mostLanes, threads, Math.floor(room / bytes)))
  return Array.from({ length: lanes }, (_, lane) => Math.floor((threads + lanes - 1 - lane) / lanes))
}
