import type { Model, TensorInfo } from "@pami/core"

/**
 * Returns a model's limits: the batch size that its inputs fix, or no limit and `fastestBatch`.
 *
 * @param fastestBatch items per run at which the runtime is fastest
 */
export function limitsOf(inputs: readonly TensorInfo[], fastestBatch: number): Model["limits"] {
  const fixed = inputs.flatMap(({ shape }) => shape[0] ?? [])
  if (fixed.length === 0) return { preferredBatch: fastestBatch }
  const largestBatch = Math.min(...fixed)
  return { preferredBatch: largestBatch, largestBatch }
}
