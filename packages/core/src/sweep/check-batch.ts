import type { Model } from "../contracts/backend.ts"
import { type Finding, warning } from "../contracts/finding.ts"
import type { Feeds } from "../contracts/tensor.ts"
import { isAborted, messageOf } from "../error.ts"
import { exportForInference, findDifference, type ScoredAlone } from "./find-difference.ts"
import type { Batch } from "./batch-size.ts"
import { itemOutputs } from "./item-outputs.ts"

/**
 * Runs a batch with the baseline first and the input last. Returns a finding if it fails or one of them scores differently
 * than alone.
 */
export async function checkBatch(
  run: Model["run"],
  feeds: Feeds,
  { largest: size, fixed }: Batch,
  alone: ScoredAlone,
): Promise<Finding | undefined> {
  const { bound, original, baseline } = alone
  const width = original.length
  const scores = new Float64Array(size * width)
  const slower = fixed ? "" : "; it is run one item at a time, more slowly"
  try {
    const outputs = await run(feeds)
    itemOutputs(outputs, size)
    bound.score(outputs, size, scores)
  } catch (error) {
    if (isAborted(error)) throw error
    return warning(
      "BATCH_FAILS",
      `${size} items at once fail (${messageOf(error)})${slower}`,
      "export the model with a free batch axis",
    )
  }
  const items = [
    ["first item (the fully masked input)", baseline, 0],
    ["last item (the input)", original, size - 1],
  ] as const
  for (const [item, own, row] of items) {
    const difference = findDifference(alone, own, scores.subarray(row * width, (row + 1) * width))
    if (difference === undefined) continue
    const [target, score, other] = difference
    return warning(
      "BATCH_DIFFERS",
      `in a batch of ${size}, the ${item} scores ${other} for ${target}, and ${score} ${fixed ? "beside other items" : "alone"}${slower}`,
      exportForInference,
    )
  }
  return undefined
}
