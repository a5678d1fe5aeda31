import { createHash } from "node:crypto"
import { runError } from "./run-error.ts"

/** A share of the inputs of a run, for one of several processes or machines. */
export interface Shard {
  /** From 0. */
  readonly index: number
  /** From 1 to 100,000. */
  readonly count: number
}

/** The variables of an environment. */
export type Variables = Readonly<Record<string, string | undefined>>

const mostShards = 100_000

// Schedulers that number the jobs of an array, with the variable that counts them. Kubernetes has none.
const schedulers: readonly { readonly index: string; readonly count?: string }[] = [
  { index: "JOB_COMPLETION_INDEX" },
  { index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE" },
  { index: "SLURM_ARRAY_TASK_ID", count: "SLURM_ARRAY_TASK_COUNT" },
]

/**
 * Returns the shard that a text names: `2/4` is the third of four. `/4` takes the index from the environment.
 *
 * @throws PamiError `SHARD_INVALID` for another text, an index that is not below the count, and an index that the environment lacks
 */
export function parseShard(text: string, variables: Variables = process.env): Shard {
  const [, index, count] = /^(\d{0,6})\/(\d{1,6})$/.exec(text) ?? []
  if (count === undefined)
    throw runError("SHARD_INVALID", `a shard is an index from 0 and a count, as in 2/4; got "${text}"`)
  if (index !== "") return expectShard(Number(index), Number(count), text)
  const found = schedulers.find(({ index: name }) => variables[name] !== undefined)
  if (found === undefined)
    throw runError(
      "SHARD_INVALID",
      `${text} takes its index from ${schedulers.map(({ index: name }) => name).join(", ")}; none of them is set. Give it, as in 0${text}`,
    )
  return expectShard(numberIn(found.index, variables), Number(count), found.index)
}

/**
 * Returns the shard of a job in an array of Kubernetes (`JOB_COMPLETION_INDEX`), AWS Batch (`AWS_BATCH_JOB_ARRAY_INDEX`, of
 * `AWS_BATCH_JOB_ARRAY_SIZE`) or Slurm (`SLURM_ARRAY_TASK_ID`, of `SLURM_ARRAY_TASK_COUNT`), and the variable that says so;
 * undefined outside of one.
 *
 * @throws PamiError `SHARD_INVALID` for an index without a count, as Kubernetes gives it, and for one that is not below the count
 */
export function shardFrom(
  variables: Variables = process.env,
): { readonly shard: Shard; readonly variable: string } | undefined {
  const found = schedulers.find(({ index }) => variables[index] !== undefined)
  if (found === undefined) return undefined
  const { index: variable, count } = found
  const index = numberIn(variable, variables)
  if (count === undefined || variables[count] === undefined)
    throw runError(
      "SHARD_INVALID",
      `${variable} is ${index}, and ${count ?? "no variable"} says how many shards there are: give the count, as in /4; 0/1 is the whole`,
    )
  return { shard: expectShard(index, numberIn(count, variables), variable), variable }
}

/** Returns whether an input is in a shard. It depends on its id and the count alone, whatever other inputs there are. */
export function isInShard(id: string, { index, count }: Shard): boolean {
  return createHash("sha256").update(id).digest().readUIntBE(0, 6) % count === index
}

function numberIn(variable: string, variables: Variables): number {
  const text = variables[variable]!
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw runError("SHARD_INVALID", `${variable} is a whole number; got "${text}"`)
}

function expectShard(index: number, count: number, from: string): Shard {
  if (count < 1 || count > mostShards)
    throw runError("SHARD_INVALID", `${from}: from 1 to ${mostShards} shards; got ${count}`)
  if (index >= count)
    throw runError(
      "SHARD_INVALID",
      `${from}: of ${count} shards the indices are 0 to ${count - 1}; got ${index}. Number the jobs of an array from 0, and give the count of all where only some of them are started, as in --shard /8`,
    )
  return { index, count }
}
