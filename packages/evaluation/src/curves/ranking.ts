import type { Part } from "@pami/core"
import { once } from "../once.ts"
import type { Subject } from "../contracts/metric.ts"

/**
 * Returns the place of each unit in the order of decreasing importance, 0 for the most important. Ties are ordered by unit
 * number, and units without a value (`NaN`) come last, so that a map always has the same order.
 */
export function rankUnits(map: ArrayLike<number>): Int32Array {
  const values = Float64Array.from(map, (value) => (Number.isNaN(value) ? -Infinity : value))
  // The platform sorts numbers about ten times as fast as unit numbers by a function.
  const sorted = values.slice().sort()
  const ranks = new Int32Array(values.length)
  // Number of units so far of each value, at its last place in `sorted`.
  const equal = new Int32Array(values.length + 1)
  for (let unit = 0; unit < ranks.length; unit++) {
    const end = endOf(sorted, values[unit])
    ranks[unit] = sorted.length - end + equal[end]++
  }
  return ranks
}

/** Returns the number of values that are at most `value`. */
function endOf(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** Returns {@link rankUnits} of the map of a subject, computed once for all metrics. */
export function ranksOf(subject: Subject): Int32Array {
  return once(subject, "ranks", () => rankUnits(subject.map))
}

/** Returns the part of the `count` most important units. */
export function mostImportant(ranks: Int32Array, count: number): Part {
  return partOfRanks(ranks, 0, count)
}

/** Returns the part of all units but the `count` most important. */
export function allButMostImportant(ranks: Int32Array, count: number): Part {
  return partOfRanks(ranks, count, ranks.length)
}

// Curves make thousands of parts: a loop without a call for each unit.
function partOfRanks(ranks: Int32Array, from: number, to: number): Part {
  const units = ranks.length
  let changes = 0
  let inside = false
  for (let unit = 0; unit < units; unit++) {
    const belongs = ranks[unit] >= from && ranks[unit] < to
    if (belongs !== inside) changes++
    inside = belongs
  }
  const runs = new Int32Array(inside ? changes + 1 : changes)
  let used = 0
  inside = false
  for (let unit = 0; unit < units; unit++) {
    const belongs = ranks[unit] >= from && ranks[unit] < to
    if (belongs !== inside) runs[used++] = unit
    inside = belongs
  }
  if (inside) runs[used] = units
  return runs
}
