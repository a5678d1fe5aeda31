import type { Part } from "@pami/core"

/**
 * Place of every unit in the order of decreasing importance, 0 for the most important. Ties are broken by unit number
 * and units that no part has covered yet (`NaN`) come last, so that the same map always gives the same order.
 */
export function ranking(map: ArrayLike<number>): Int32Array {
  const values = Float64Array.from(map, (value) => (Number.isNaN(value) ? -Infinity : value))
  const order = Int32Array.from(values.keys()).sort((a, b) =>
    values[a] === values[b] ? a - b : values[b] > values[a] ? 1 : -1,
  )
  const ranks = new Int32Array(order.length)
  for (let place = 0; place < order.length; place++) ranks[order[place]] = place
  return ranks
}

/** The part of the `count` most important units. */
export function mostImportant(ranks: Int32Array, count: number): Part {
  return rankedPart(ranks, 0, count)
}

/** The part of all units but the `count` most important. */
export function allButMostImportant(ranks: Int32Array, count: number): Part {
  return rankedPart(ranks, count, ranks.length)
}

// Runs of one part: at the most one begins at every other unit. Grown to the largest grid seen.
let scratch = new Int32Array(0)

function rankedPart(ranks: Int32Array, from: number, to: number): Part {
  if (scratch.length < ranks.length + 1) scratch = new Int32Array(ranks.length + 1)
  let used = 0
  let inside = false
  for (let unit = 0; unit < ranks.length; unit++) {
    const belongs = ranks[unit] >= from && ranks[unit] < to
    if (belongs === inside) continue
    scratch[used++] = unit
    inside = belongs
  }
  if (inside) scratch[used++] = ranks.length
  return scratch.slice(0, used)
}
