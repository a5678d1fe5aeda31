import type { Model } from "../contracts/backend.ts"
import type { TensorInfo } from "../tensor.ts"

/**
 * A model's limits, from what its inputs declare: a batch that the file fixes, else as the runtime likes it.
 *
 * @param fastestBatch items per run at which the runtime is fastest
 */
export function limitsOf(inputs: readonly TensorInfo[], fastestBatch: number): Model["limits"] {
  const fixed = inputs.flatMap(({ shape }) => shape[0] ?? [])
  if (fixed.length === 0) return { preferredBatch: fastestBatch }
  const largestBatch = Math.min(...fixed)
  return { preferredBatch: largestBatch, largestBatch }
}
