import type { Partition } from "../contracts/partition.ts"
import { countParts } from "../partitions/parts.ts"

/** Returns the share of the planned partitions that has been scored, 0 to 1; 0 if none are planned. */
export function shareOf(
  partitions: readonly Partition[],
  passes: number,
  planned: readonly number[],
): number {
  const all = planned.reduce((sum, count) => sum + count, 0)
  let [done, before] = [0, 0]
  for (const partition of partitions) {
    const size = countParts(partition)
    done += size === 0 ? 1 : Math.min(1, Math.max(0, (passes - before) / size))
    before += size
  }
  return all === 0 ? 0 : Math.min(1, done / all)
}
