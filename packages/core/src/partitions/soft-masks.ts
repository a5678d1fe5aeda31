import type { UnitGrid } from "../contracts/input.ts"
import type { Partition, SoftMasks } from "../contracts/partition.ts"
import { alongAxis } from "../tensors/along-axis.ts"
import { sizeOf } from "../tensors/shape.ts"
import { countUnits, everything, fromParts } from "./parts.ts"

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

/** Returns the share of each unit, 0 to 1, in part `index` of a partition of soft masks. */
export function sharesOf(masks: SoftMasks, index: number, grids: readonly UnitGrid[]): Float32Array {
  const [grid] = grids
  const values = interpolate(linesOf(masks, index, grid), masks, index, 0, grid)
  const all = new Float32Array(countUnits(grids)).fill(1, values.length)
  all.set(values)
  return all
}

/** Returns the shares of a part with every axis interpolated but the first. */
export function linesOf(masks: SoftMasks, index: number, grid: UnitGrid): Float32Array | Float64Array {
  const points = sizeOf(masks.shape)
  let values: Float32Array | Float64Array = masks.shares.subarray(index * points, (index + 1) * points)
  // The last axis first: its values lie side by side.
  for (let axis = masks.shape.length - 1; axis > 0; axis--)
    values = interpolate(values, masks, index, axis, grid)
  return values
}

/** Returns values at the points of one axis of part `index`, interpolated at each unit along that axis. */
export function interpolate(
  values: Float32Array | Float64Array,
  { shape, origins, steps }: SoftMasks,
  index: number,
  axis: number,
  grid: UnitGrid,
): Float64Array {
  const last = shape[axis] - 1
  const length = grid.shape[axis]
  const [first, second, share] = [new Int32Array(length), new Int32Array(length), new Float64Array(length)]
  for (let unit = 0; unit < length; unit++) {
    const place = Math.min(last, Math.max(0, (unit - origins[index * shape.length + axis]) / steps[axis]))
    first[unit] = Math.max(0, Math.min(Math.floor(place), last - 1))
    second[unit] = Math.min(first[unit] + 1, last)
    share[unit] = place - first[unit]
  }
  return alongAxis(values, last + 1, sizeOf(grid.shape.slice(axis + 1)), { first, second, share })
}
