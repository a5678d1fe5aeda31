import { average } from "@pami/core"
import type { Explanation, TargetId } from "@pami/core"
import { kindOf } from "./evidence.ts"
import { passesOf } from "./passes-of.ts"

/** Returns the map of PAMI from the passes that keep one part, from 0 to 1; all ones if they do not tell units apart. */
export function keptMean(explanation: Explanation, target: TargetId | undefined): Float32Array {
  const map = average(
    passesOf(explanation, (partition) => kindOf(partition).kind === "kept"),
    target,
  )
  let [low, high] = [Infinity, -Infinity]
  for (const value of map) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(high > low)) return map.fill(1)
  // A unit in no part that was kept yet has no value.
  return map.map((value) => (Number.isNaN(value) ? 0 : (value - low) / (high - low)))
}
