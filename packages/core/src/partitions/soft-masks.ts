import type { Partition, SoftMasks } from "../contracts/partition.ts"
import { sizeOf } from "../tensors/shape.ts"
import { everything, fromParts } from "./parts.ts"

/**
 * Returns the partition of soft masks, as RISE makes them: each part preserves every unit by a share.
 *
 * @param units number of units of the input
 * @throws RangeError if the arrays do not fit each other, for a share outside 0 to 1, and for a step that is not above 0
 *
 * @example
 * // Three masks that fade from one end of eight units to the other.
 * const partition = fromSoftMasks(
 *   { shape: [2], shares: Float32Array.of(1, 0, 0, 1, 1, 0.5), origins: Float64Array.of(0, 0, 0), steps: [7] },
 *   8,
 * )
 */
export function fromSoftMasks(masks: SoftMasks, units: number, name = "soft masks"): Partition {
  const { shape, shares, origins, steps } = masks
  const parts = origins.length / shape.length
  if (!Number.isInteger(parts) || shares.length !== parts * sizeOf(shape) || steps.length !== shape.length)
    throw new RangeError(
      `soft masks of shape ${shape.join("x")} have one step for each axis and, for each part, ${sizeOf(shape)} shares and ${shape.length} origins; these have ${steps.length} steps, ${shares.length} shares and ${origins.length} origins`,
    )
  if (!shares.every((share) => share >= 0 && share <= 1))
    throw new RangeError("a share is a number from 0 to 1")
  if (!steps.every((step) => step > 0 && step < Infinity) || !origins.every(Number.isFinite))
    throw new RangeError("steps and origins are finite numbers, and steps are above 0")
  return {
    ...fromParts(
      Array.from({ length: parts }, () => everything(units)),
      name,
    ),
    soft: masks,
  }
}
