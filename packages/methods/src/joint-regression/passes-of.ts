import { fromParts } from "@pami/core"
import type { Explanation, Partition } from "@pami/core"
import { scoredParts } from "../shared/read.ts"

/** Returns the passes of the chosen partitions, as an explanation. */
export function passesOf(explanation: Explanation, chosen: (partition: Partition) => boolean): Explanation {
  const width = explanation.targets.length
  const partitions: Partition[] = []
  const scores = new Float32Array(explanation.scores.length)
  let [pass, passes] = [0, 0]
  for (const [index, parts] of scoredParts(explanation).entries()) {
    const partition = explanation.partitions[index]
    const end = pass + parts.length
    if (chosen(partition)) {
      partitions.push(fromParts(parts, partition.name))
      scores.set(explanation.scores.subarray(pass * width, end * width), passes * width)
      passes += parts.length
    }
    pass = end
  }
  return { ...explanation, partitions, scores: scores.subarray(0, passes * width), passes }
}
