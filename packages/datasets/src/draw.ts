import { sha256 } from "@pami/core/tensor"
import { dataSetError } from "./data-set-error.ts"
import type { DataSet, Failure, Item, Reason, Skipped } from "./data-set.ts"
import { isItem } from "./data-set.ts"

/** Options of {@link draw}. */
export interface DrawOptions {
  /** Number of accepted items. Default: all. */
  readonly limit?: number
  /** Any integer: draws in a random order, the same for a seed on every machine. Default: the order of the data set. */
  readonly seed?: number
  /**
   * Decides whether an item counts, as for "correctly predicted only": returns `true`, or the reason against it. A rejected
   * item is yielded as skipped. Default: all count.
   */
  readonly accept?: (item: Item) => true | Reason | Promise<true | Reason>
}

// Ids in memory.
const mostIds = 10_000_000

/**
 * Yields items of a data set until as many as the limit were accepted, and with them each that was skipped or failed. The
 * random order depends on seed and id only, so that an item keeps its place when others are added or removed. Memory holds
 * the ids.
 *
 * @throws PamiError the errors of the data set as a whole; `DATA_SET_INVALID` for more than 10,000,000 ids
 * @throws RangeError for a limit that is not a whole number of at least 1, or a seed that is not an integer
 *
 * @example
 * import type { Item } from "@pami/datasets"
 *
 * const accept = (item: Item) =>
 *   item.labels[0].name === "cat" || { code: "NOT_A_CAT", message: "another animal" }
 * for await (const entry of draw(pets, { limit: 1, seed: 3, accept }))
 *   console.log(entry.id, isItem(entry))
 */
export async function* draw(
  dataSet: DataSet,
  options: DrawOptions = {},
): AsyncGenerator<Item | Failure | Skipped> {
  const { limit = Infinity, seed, accept = () => true } = options
  if (limit !== Infinity && !(Number.isInteger(limit) && limit >= 1))
    throw new RangeError(`limit is a whole number of at least 1; got ${limit}`)
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new RangeError(`seed is an integer; got ${seed}`)
  const ids: string[] = []
  for await (const id of dataSet.ids())
    if (ids.push(id) > mostIds)
      throw dataSetError("DATA_SET_INVALID", `a data set has at most ${mostIds} items`)
  let accepted = 0
  for await (const entry of dataSet.entries(seed === undefined ? ids : shuffleIds(ids, seed))) {
    const verdict = isItem(entry) ? await accept(entry) : null
    yield verdict === null || verdict === true ? entry : { id: entry.id, skipped: verdict }
    if (verdict === true && ++accepted >= limit) return
  }
}

/**
 * Returns ids in a random order, which depends on the seed and each id only: that of their digests with the seed.
 *
 * @param seed any integer
 *
 * @example
 * console.log(shuffleIds(["a", "b", "c"], 7).toSorted().join()) // a,b,c
 */
export function shuffleIds(ids: readonly string[], seed: number): string[] {
  const encoder = new TextEncoder()
  return ids
    .map((id) => ({ id, digest: sha256([encoder.encode(`${seed} ${id}`)]) }))
    .sort((a, b) => (a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : 0))
    .map(({ id }) => id)
}
