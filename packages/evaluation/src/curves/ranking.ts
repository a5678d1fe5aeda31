import type { Part } from "@pami/core"
import { once } from "../once.ts"
import type { Subject } from "../contracts/metric.ts"
import { descending } from "../statistics/order.ts"

/**
 * Returns the units in the order of decreasing importance. Ties are ordered by unit number, and units without a value (`NaN`)
 * come last, so that a map always has the same order.
 */
export function orderUnits(map: ArrayLike<number>): Int32Array {
  return descending(map)
}

/** Returns {@link orderUnits} of the map of a subject, computed once for all metrics. */
export function orderOf(subject: Subject): Int32Array {
  return once(subject, "order", () => orderUnits(subject.map))
}

/**
 * Returns the part of the `count` most important units.
 *
 * @param order of {@link orderUnits}
 */
export function mostImportant(order: Int32Array, count: number): Part {
  return [...growingParts(order, [count])][0]
}

/**
 * Returns the part of all units but the `count` most important.
 *
 * @param order of {@link orderUnits}
 */
export function allButMostImportant(order: Int32Array, count: number): Part {
  return [...growingParts(order, [count], true)][0]
}

/**
 * Yields the part of the most important units for each of the counts.
 *
 * @param order of {@link orderUnits}
 * @param counts ascending
 * @param others yields the part of all other units instead
 */
export function* growingParts(
  order: Int32Array,
  counts: readonly number[],
  others = false,
): Generator<Part, void, undefined> {
  // With a unit outside of the part before the first and after the last.
  const inside = new Uint8Array(order.length + 2)
  if (others) inside.fill(1, 1, -1)
  let taken = 0
  let ends = others && order.length > 0 ? 2 : 0
  for (const count of counts) {
    for (; taken < count; taken++) {
      const at = order[taken] + 1
      inside[at] ^= 1
      ends += (inside[at] === inside[at - 1] ? -1 : 1) + (inside[at] === inside[at + 1] ? -1 : 1)
    }
    const runs = new Int32Array(ends)
    // Without a branch, which a processor could not predict.
    for (let at = 1, found = 0; found < ends; at++) {
      runs[found] = at - 1
      found += inside[at] ^ inside[at - 1]
    }
    yield runs
  }
}
