import type { UnitGrid } from "../contracts/input.ts"
import type { SoftMasks } from "../contracts/partition.ts"
import { alongAxis } from "../tensors/along-axis.ts"
import { sizeOf } from "../tensors/shape.ts"
import { countUnits } from "./parts.ts"

/** Sums of soft masks, each times some values. */
export interface SoftSums {
  /** Adds part `index` times each of the values. */
  add(masks: SoftMasks, index: number, values: readonly number[]): void
  /** Adds the sums of the values number `which` to those of all units. */
  addTo(sums: Float64Array, which: number): void
}

/**
 * Returns sums of nothing yet. Masks that lie alike along the first axis are added before that axis is interpolated: of
 * thousands of masks there are few of these places, so that a mask costs its lines and not its units.
 */
export function softSums([grid]: readonly UnitGrid[]): SoftSums {
  const places = new Map<string, { masks: SoftMasks; index: number; sums: Float64Array[] }>()
  // Sums of the values: every mask preserves the units of other grids.
  const totals: number[] = []
  return {
    add(masks, index, values) {
      const { shape, origins, steps } = masks
      const lines = linesOf(masks, index, grid)
      const key = [shape[0], origins[index * shape.length], steps[0]].join()
      let place = places.get(key)
      if (place === undefined)
        places.set(key, (place = { masks, index, sums: values.map(() => new Float64Array(lines.length)) }))
      for (const [which, value] of values.entries()) {
        totals[which] = (totals[which] ?? 0) + value
        const sums = place.sums[which]
        for (let i = 0; i < sums.length; i++) sums[i] += value * lines[i]
      }
    },
    addTo(sums, which) {
      // Used again by each place.
      let values: Float64Array | undefined
      for (const { masks, index, sums: own } of places.values()) {
        values = interpolate(own[which], masks, index, 0, grid, values)
        for (let unit = 0; unit < values.length; unit++) sums[unit] += values[unit]
      }
      for (let unit = sizeOf(grid.shape); unit < sums.length; unit++) sums[unit] += totals[which] ?? 0
    },
  }
}

/**
 * Returns the share of each unit, 0 to 1, in part `index` of a partition of soft masks.
 *
 * @param shares of an earlier part over the same grids, to write into: the first touch of memory costs more than to
 *   interpolate. Default: a new array
 */
export function sharesOf(
  masks: SoftMasks,
  index: number,
  grids: readonly UnitGrid[],
  shares: Float32Array = new Float32Array(countUnits(grids)).fill(1),
): Float32Array {
  return interpolate(linesOf(masks, index, grids[0]), masks, index, 0, grids[0], shares)
}

/** Returns the shares of part `index`, interpolated along all axes but the first. */
function linesOf(masks: SoftMasks, index: number, grid: UnitGrid): Float64Array {
  const { shape, shares } = masks
  const points = sizeOf(shape)
  let lines = new Float64Array(shares.subarray(index * points, (index + 1) * points))
  // The last axis first: its values lie side by side.
  for (let axis = shape.length - 1; axis > 0; axis--) lines = interpolate(lines, masks, index, axis, grid)
  return lines
}

/** Returns values at the points of one axis of part `index`, interpolated at each unit along that axis. */
function interpolate<Into extends Float64Array | Float32Array = Float64Array>(
  values: Float64Array,
  { shape, origins, steps }: SoftMasks,
  index: number,
  axis: number,
  grid: UnitGrid,
  into?: Into,
): Into {
  const last = shape[axis] - 1
  const length = grid.shape[axis]
  const [first, second, share] = [new Int32Array(length), new Int32Array(length), new Float64Array(length)]
  for (let unit = 0; unit < length; unit++) {
    const place = Math.min(last, Math.max(0, (unit - origins[index * shape.length + axis]) / steps[axis]))
    first[unit] = Math.max(0, Math.min(last - 1, Math.floor(place)))
    second[unit] = Math.min(last, first[unit] + 1)
    share[unit] = place - first[unit]
  }
  return alongAxis(values, last + 1, sizeOf(grid.shape.slice(axis + 1)), { first, second, share }, into)
}
