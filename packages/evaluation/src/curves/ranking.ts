import type { Part } from "@pami/core"
import { once } from "../once.ts"
import type { Subject } from "../contracts/metric.ts"

/**
 * Returns the place of each unit in the order of decreasing importance, 0 for the most important. Ties are ordered by unit
 * number, and units without a value (`NaN`) come last, so that a map always has the same order.
 */
export function rankUnits(map: ArrayLike<number>): Int32Array {
  const values = Float64Array.from(map, (value) => (Number.isNaN(value) ? -Infinity : value))
  const order = Int32Array.from(values.keys()).sort((a, b) =>
    values[a] === values[b] ? a - b : values[b] > values[a] ? 1 : -1,
  )
  const ranks = new Int32Array(order.length)
  for (let place = 0; place < order.length; place++) ranks[order[place]] = place
  return ranks
}

/** Returns {@link rankUnits} of the map of a subject, computed once for all metrics. */
export function ranksOf(subject: Subject): Int32Array {
  return once(subject, "ranks", () => rankUnits(subject.map))
}

/** Returns the part of the `count` most important units. */
export function mostImportant(ranks: Int32Array, count: number): Part {
  return partWhere(ranks.length, (unit) => ranks[unit] < count)
}

/** Returns the part of all units but the `count` most important. */
export function allButMostImportant(ranks: Int32Array, count: number): Part {
  return partWhere(ranks.length, (unit) => ranks[unit] >= count)
}

/** Returns the part of the units that belong to it. */
export function partWhere(units: number, belongs: (unit: number) => boolean): Part {
  // A run begins at every other unit at most.
  const runs = new Int32Array(units + 1)
  let used = 0
  let inside = false
  for (let unit = 0; unit < units; unit++) {
    if (belongs(unit) === inside) continue
    runs[used++] = unit
    inside = !inside
  }
  if (inside) runs[used++] = units
  return runs.slice(0, used)
}
