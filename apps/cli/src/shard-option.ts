import { isPamiError } from "@pami/core"
import { parseShard, shardFrom } from "@pami/runs"
import type { Shard } from "@pami/runs"
import type { Console } from "./console.ts"
import { UsageError } from "./exit-status.ts"

/** Help of the option `--shard`. */
export const shardHelp =
  "share of this process, from 0/n; /n takes the index from the environment (default: that of an array job of Kubernetes, AWS Batch or Slurm)"

/**
 * Returns the shard of the option, else that of the job of an array, which it prints; `undefined` outside of one.
 *
 * @throws UsageError for a text that is not a shard, and for a job of an array whose size is not known
 */
export function shardOf(text: string | undefined, quiet: boolean, console: Console): Shard | undefined {
  const found = expectShard(() => (text === undefined ? shardFrom() : { shard: parseShard(text) }))
  if (found !== undefined && "variable" in found && !quiet)
    console.stderr(
      `shard ${found.shard.index}/${found.shard.count}, as ${found.variable} says; --shard 0/1 is the whole\n`,
    )
  return found?.shard
}

function expectShard<Found>(read: () => Found): Found {
  try {
    return read()
  } catch (error) {
    throw isPamiError(error) ? new UsageError(`--shard: ${error.message}`) : error
  }
}
