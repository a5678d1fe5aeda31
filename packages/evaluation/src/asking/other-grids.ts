import type { Part, UnitGrid } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"

/**
 * Returns a part of one grid as a part of the whole input: with all units of the other grids.
 *
 * @param all number of units of all grids
 */
export function gridPart(part: Part, { start, shape }: UnitGrid, all: number): Part {
  const end = start + sizeOf(shape)
  if (start === 0 && end === all) return part
  const runs = Array.from(part, (unit) => unit + start)
  if (start > 0) {
    if (runs[0] === start) runs[0] = 0
    else runs.unshift(0, start)
  }
  if (end < all) {
    if (runs[runs.length - 1] === end) runs[runs.length - 1] = all
    else runs.push(end, all)
  }
  return Int32Array.from(runs)
}

/** Returns the shares of one grid as shares of the whole input: 1 for all units of the other grids. */
export function gridShares(shares: Float32Array, { start }: UnitGrid, all: number): Float32Array {
  if (shares.length === all) return shares
  const whole = new Float32Array(all).fill(1)
  whole.set(shares, start)
  return whole
}
