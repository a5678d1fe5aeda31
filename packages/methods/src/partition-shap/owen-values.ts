import { countUnits, everything, nothing, unitsOf } from "@pami/core"
import type { Explanation, Part, TargetId } from "@pami/core"
import { gridOf, scoredParts, targetScores } from "../shared/read.ts"
import { difference, intersection, union } from "../shared/runs.ts"

/** A set of units in one context, not divided further. */
interface Node {
  readonly units: Part
  readonly low: number
  readonly high: number
  readonly weight: number
}

/**
 * Returns the Owen value of each unit, from the parts alone. Parts are pairs: a context with one half of a node, and with the
 * other. The context is the units that both preserve, and a half is the units that only one preserves.
 */
export function readOwenValues(explanation: Explanation, target?: TargetId, grid?: string): Float32Array {
  const { original, baseline, passes } = targetScores(explanation, target)
  const whole = everything(countUnits(explanation.grids))
  const keyOf = (context: Part, both: Part) => `${context.join()}|${both.join()}`
  const nodes = new Map<string, Node>([
    [keyOf(nothing, whole), { units: whole, low: baseline, high: original, weight: 1 }],
  ])
  let pass = 0
  for (const parts of scoredParts(explanation)) {
    for (let i = 0; i + 1 < parts.length; i += 2) {
      const [a, b] = [parts[i], parts[i + 1]]
      const [context, both] = [intersection(a, b), union(a, b)]
      const key = keyOf(context, both)
      const node = nodes.get(key)
      if (node === undefined) continue
      nodes.delete(key)
      const { low, high } = node
      const weight = node.weight / 2
      const [withFirst, withSecond] = [passes[pass + i], passes[pass + i + 1]]
      const [first, second] = [difference(a, b), difference(b, a)]
      nodes.set(keyOf(context, a), { units: first, low, high: withFirst, weight })
      nodes.set(keyOf(context, b), { units: second, low, high: withSecond, weight })
      nodes.set(keyOf(b, both), { units: first, low: withSecond, high, weight })
      nodes.set(keyOf(a, both), { units: second, low: withFirst, high, weight })
    }
    pass += parts.length
  }
  const map = new Float64Array(whole[1])
  for (const { units, low, high, weight } of nodes.values()) {
    const share = ((high - low) * weight) / unitsOf(units)
    for (let i = 0; i < units.length; i += 2)
      for (let unit = units[i]; unit < units[i + 1]; unit++) map[unit] += share
  }
  return gridOf(Float32Array.from(map), explanation, grid)
}
