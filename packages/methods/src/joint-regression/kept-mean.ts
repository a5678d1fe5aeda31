import { average, minMax, ofPartitions } from "@pami/core"
import type { Explanation, TargetId } from "@pami/core"
import { kindOf } from "./evidence.ts"

/** Returns the map of PAMI from the passes that keep one part, from 0 to 1; all ones if they do not tell units apart. */
export function keptMean(explanation: Explanation, target: TargetId | undefined): Float32Array {
  const kept = ofPartitions(explanation, (partition) => kindOf(partition).kind === "kept")
  const map = minMax(average(kept, target))
  // A unit in no part that was kept yet has no value.
  return map.some((value) => value > 0) ? map.map((value) => (Number.isNaN(value) ? 0 : value)) : map.fill(1)
}
