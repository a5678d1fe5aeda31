import { shuffleIds } from "@pami/datasets"
import { runError } from "./run-error.ts"
import type { InputList } from "./inputs/input-list.ts"

/** Options of {@link selectIds}. */
export interface Selection {
  /** Number of inputs at most, the first of the list. Default: all. */
  readonly limit?: number | undefined
  /** Number of inputs at most, drawn at random with the seed. Default: all. */
  readonly sample?: number | undefined
  /** Any integer. The same seed draws the same inputs, and a larger sample has those of a smaller one. Default 0. */
  readonly seed?: number | undefined
}

/** Returns the ids of a list, of which some may be chosen. A list has each id once. */
export async function listIds(inputs: InputList): Promise<string[]> {
  const ids = new Set<string>()
  for await (const id of inputs.ids()) {
    if (ids.has(id)) throw runError("INPUT_NAMED_TWICE", `the list has two inputs "${id}"`)
    ids.add(id)
  }
  return [...ids]
}

/**
 * Returns the ids of a part of a list.
 *
 * @throws RangeError for a number that is not whole or is below 1, and a seed that is not an integer
 */
export function selectIds(ids: readonly string[], { limit, sample, seed = 0 }: Selection): readonly string[] {
  for (const [name, value] of Object.entries({ limit, sample }))
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw new RangeError(`${name}: a whole number of at least 1; got ${value}`)
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed: an integer; got ${seed}`)
  const drawn = sample === undefined ? ids : shuffleIds(ids, seed).slice(0, sample)
  return limit === undefined ? drawn : drawn.slice(0, limit)
}
