import type { UnitGrid } from "../contracts/input.ts"
import type { SoftMasks } from "../contracts/partition.ts"
import { interpolate, linesOf } from "../partitions/soft-masks.ts"

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
      let own = sums.length
      for (const place of places.values()) {
        const values = interpolate(place.sums[which], place.masks, place.index, 0, grid)
        own = values.length
        for (let unit = 0; unit < own; unit++) sums[unit] += values[unit]
      }
      for (let unit = own; unit < sums.length; unit++) sums[unit] += totals[which]
    },
  }
}
