import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { isMissing } from "./run-error.ts"
import type { Shard } from "./shard.ts"

/** Kinds of files that a run has one of for each shard. */
const endings = { results: ".jsonl", run: ".lock", progress: ".json" } as const

/** Returns the path of a file of a run: `results.jsonl`; of a shard `results-2-of-4.jsonl`. */
export function fileOf(folder: string, kind: keyof typeof endings, shard: Shard | undefined): string {
  const suffix = shard === undefined || shard.count === 1 ? "" : `-${shard.index}-of-${shard.count}`
  return join(folder, `${kind}${suffix}${endings[kind]}`)
}

/** Returns the shards of which a folder has a file of a kind, in order; `{ index: 0, count: 1 }` is the undivided run. */
export async function shardsIn(folder: string, kind: keyof typeof endings): Promise<Shard[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  return names
    .flatMap((name) => {
      if (name === `${kind}${endings[kind]}`) return [{ index: 0, count: 1 }]
      if (!name.startsWith(`${kind}-`) || !name.endsWith(endings[kind])) return []
      const [, index, count] =
        /^(\d{1,6})-of-(\d{1,6})$/.exec(name.slice(kind.length + 1, -endings[kind].length)) ?? []
      return count === undefined ? [] : [{ index: Number(index), count: Number(count) }]
    })
    .sort((a, b) => a.count - b.count || a.index - b.index)
}

/** Returns the indices of the shards that are not among some, of the largest division there is; none beside an undivided run. */
export function missingShards(shards: readonly Shard[]): number[] {
  const count = Math.max(1, ...shards.map((shard) => shard.count))
  if (count === 1 || shards.some((shard) => shard.count === 1)) return []
  const found = new Set(shards.filter((shard) => shard.count === count).map(({ index }) => index))
  return Array.from({ length: count }, (_, index) => index).filter((index) => !found.has(index))
}
