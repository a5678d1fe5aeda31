import type { UnitGrid } from "../contracts/input.ts"
import type { SoftMasks } from "../contracts/partition.ts"
import { alongFirst, linesOf } from "../partitions/soft-masks.ts"

/**
 * Sums of soft masks, each times some values. Masks that lie alike along the first axis are added before that axis is
 * interpolated: of thousands of masks there are few of these places, so that a mask costs its lines and not its units.
 */
export class SoftSums {
  readonly #grids: readonly UnitGrid[]
  readonly #places = new Map<string, { masks: SoftMasks; index: number; sums: Float64Array[] }>()
  /** Sums of the values: every mask preserves the units of other grids. */
  readonly #totals: number[] = []

  constructor(grids: readonly UnitGrid[]) {
    this.#grids = grids
  }

  /** Adds part `index` times each of the values. */
  add(masks: SoftMasks, index: number, values: readonly number[]): void {
    const { shape, origins, steps } = masks
    const lines = linesOf(masks, index, this.#grids)
    const key = [shape[0], origins[index * shape.length], steps[0]].join()
    let place = this.#places.get(key)
    if (place === undefined) {
      place = { masks, index, sums: values.map(() => new Float64Array(lines.length)) }
      this.#places.set(key, place)
    }
    for (const [which, value] of values.entries()) {
      this.#totals[which] = (this.#totals[which] ?? 0) + value
      const sums = place.sums[which]
      for (let i = 0; i < sums.length; i++) sums[i] += value * lines[i]
    }
  }

  /** Adds the sums of the values number `which` to those of all units. */
  addTo(sums: Float64Array, which: number): void {
    let own = 0
    for (const { masks, index, sums: lines } of this.#places.values()) {
      const values = alongFirst(lines[which], masks, index, this.#grids)
      own = values.length
      for (let unit = 0; unit < own; unit++) sums[unit] += values[unit]
    }
    if (own > 0) for (let unit = own; unit < sums.length; unit++) sums[unit] += this.#totals[which]
  }
}
