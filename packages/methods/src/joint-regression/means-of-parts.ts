import { average, countParts, countUnits, everything, fromParts, partOf } from "@pami/core"
import type { Explanation, Partition, ReadOut, TargetId } from "@pami/core"
import { difference } from "../shared/runs.ts"
import { kindOf } from "./evidence.ts"
import { passesOf } from "./passes-of.ts"

/**
 * Returns two maps from 0 to 1: of the mean score of the parts alone, and of the mean loss without the part, for
 * probabilities in log-odds. All ones if the passes of a kind do not tell units apart.
 */
export function meansOfParts(
  explanation: Explanation,
  target: TargetId | undefined,
): [kept: Float32Array, removed: Float32Array] {
  const ofKind = (kind: string) => passesOf(explanation, (partition) => kindOf(partition).kind === kind)
  const whole = everything(countUnits(explanation.grids))
  const removed = ofKind("removed")
  const withoutPart = {
    ...removed,
    partitions: removed.partitions.map((partition) => mapParts(partition, (part) => difference(whole, part))),
  }
  const readOut: ReadOut = explanation.scale.unit === "probability" ? { score: "log-odds" } : {}
  const rest = average(withoutPart, target, readOut)
  return [minMax(average(ofKind("kept"), target)), minMax(rest.map((score) => -score))]
}

function mapParts(partition: Partition, change: (part: Int32Array) => Int32Array): Partition {
  const parts = Array.from({ length: countParts(partition) }, (_, k) => change(partOf(partition, k)))
  return fromParts(parts, partition.name)
}

/** Returns the map from 0 to 1. Units without a value get 0. */
function minMax(map: Float32Array): Float32Array {
  let [low, high] = [Infinity, -Infinity]
  for (const value of map) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(high > low)) return new Float32Array(map.length).fill(1)
  return map.map((value) => (Number.isNaN(value) ? 0 : (value - low) / (high - low)))
}
