import type { UnitGrid } from "../contracts/input.ts"
import type { Partition, SoftMasks } from "../contracts/partition.ts"
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
  const values = alongFirst(linesOf(masks, index, grids), masks, index, grids)
  const all = new Float32Array(countUnits(grids)).fill(1, values.length)
  all.set(values)
  return all
}

/** Returns the shares of a part with every axis interpolated but the first. */
export function linesOf(
  { shape, shares, origins, steps }: SoftMasks,
  index: number,
  [grid]: readonly UnitGrid[],
): ArrayLike<number> {
  const points = sizeOf(shape)
  let values: ArrayLike<number> = shares.subarray(index * points, (index + 1) * points)
  // The last axis first: its values lie side by side.
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const inner = sizeOf(grid.shape.slice(axis + 1))
    const origin = origins[index * shape.length + axis]
    values = alongAxis(values, shape[axis], grid.shape[axis], inner, origin, steps[axis])
  }
  return values
}

/** Returns lines, or a sum of lines of parts with one origin along the first axis, interpolated along that axis. */
export function alongFirst(
  lines: ArrayLike<number>,
  { shape, origins, steps }: SoftMasks,
  index: number,
  [grid]: readonly UnitGrid[],
): Float64Array {
  const inner = sizeOf(grid.shape.slice(1))
  return alongAxis(lines, shape[0], grid.shape[0], inner, origins[index * shape.length], steps[0])
}

/** Interpolates between `points` along one axis, of `inner` values side by side, at each of `length` units. */
function alongAxis(
  values: ArrayLike<number>,
  points: number,
  length: number,
  inner: number,
  origin: number,
  step: number,
): Float64Array {
  const outer = values.length / (points * inner)
  const finer = new Float64Array(outer * length * inner)
  for (let block = 0, to = 0; block < outer; block++)
    for (let unit = 0; unit < length; unit++) {
      const place = Math.min(points - 1, Math.max(0, (unit - origin) / step))
      const point = Math.min(Math.floor(place), Math.max(0, points - 2))
      const share = place - point
      const from = (block * points + point) * inner
      const next = points === 1 ? from : from + inner
      for (let i = 0; i < inner; i++) {
        const value = values[from + i]
        finer[to++] = value + share * (values[next + i] - value)
      }
    }
  return finer
}
