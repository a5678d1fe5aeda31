const mostLanes = 4

/**
 * Returns the number of threads of each lane, `[1, 1]` for two threads. Several lanes of one thread each do more work per
 * second than one lane of several threads, which wait for each other at every layer; but each lane holds the weights, and
 * memory for a batch.
 *
 * @param bytes size of the model's files
 * @param room bytes that the weights of all lanes may take together; one lane is allowed in any case
 */
export function planLanes(threads: number, bytes: number, room: number): number[] {
  const lanes = Math.max(1, Math.min(mostLanes, threads, Math.floor(room / bytes)))
  return Array.from({ length: lanes }, (_, lane) => Math.floor((threads + lanes - 1 - lane) / lanes))
}
