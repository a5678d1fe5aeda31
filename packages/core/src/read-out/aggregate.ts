import type { Explanation } from "../contracts/explanation.ts"
import type { Variant } from "../contracts/input.ts"
import type { Part } from "../contracts/partition.ts"
import { countParts, countUnits, partOf, unitsOf } from "../partitions/parts.ts"
import { sharesOf, softSums } from "../partitions/soft-sums.ts"
import { sizeOf } from "../tensors/shape.ts"
import { transformUnits } from "./transform.ts"

/** The weight of a part, from its area in units. */
export type Weight = (area: number) => number

/** Returns 1: every part counts as much as any other, as in the paper. */
export const equalWeight: Weight = () => 1

/**
 * Returns the weighted sums of each list of scores, and the sums of the weights, over the parts that preserve each unit. A
 * part adds its score where a run starts and subtracts it where the run ends; one prefix sum then gives the total of every
 * unit, for any number of parts. A soft mask adds its score times the share of each unit. The sums of each variant are
 * transformed back and added.
 */
export function aggregate(
  { grids, partitions, passes, variants }: Explanation,
  lists: readonly Float64Array[],
  weight: Weight = equalWeight,
): { sums: Float64Array[]; count: Float64Array } {
  const size = countUnits(grids)
  const whole = Array.from({ length: lists.length + 1 }, () => new Float64Array(size))
  for (const [number, variant] of variants.entries()) {
    const differences = whole.map(() => new Float64Array(size + 1))
    const soft = softSums(grids)
    let pass = 0
    for (const partition of partitions) {
      const parts = countParts(partition)
      const end = Math.min(passes, pass + parts)
      if ((partition.variant ?? 0) !== number) pass = end
      for (let k = 0; pass < end; k++, pass++) {
        const { soft: masks } = partition
        const part = partOf(partition, k)
        const area = () =>
          masks === undefined
            ? unitsOf(part)
            : sharesOf(masks, k, grids).reduce((sum, share) => sum + share, 0)
        const share = weight === equalWeight ? 1 : weight(area())
        const values = lists.map((scores) => scores[pass] * share)
        values.push(share)
        if (masks !== undefined) soft.add(masks, k, values)
        else for (const [index, value] of values.entries()) addPart(differences[index], part, value)
      }
    }
    for (const [index, into] of whole.entries()) {
      const sums = prefixSums(differences[index])
      soft.addTo(sums, index)
      const back = transformBack(sums, grids, variant)
      for (let unit = 0; unit < size; unit++) into[unit] += back[unit]
    }
  }
  const count = whole.pop()!
  return { sums: whole, count }
}

/** Turns a map of a variant into one of the input. */
function transformBack(
  map: Float64Array,
  grids: Explanation["grids"],
  { inverse = {} }: Variant,
): Float64Array {
  for (const { name, shape, start } of grids)
    if (Object.hasOwn(inverse, name))
      map.set(transformUnits(map.subarray(start, start + sizeOf(shape)), shape, inverse[name]), start)
  return map
}

function addPart(differences: Float64Array, part: Part, value: number): void {
  for (let i = 0; i < part.length; i += 2) {
    differences[part[i]] += value
    differences[part[i + 1]] -= value
  }
}

/** Returns the prefix sums, computed in place, without the last entry, which lies beyond the units. */
function prefixSums(differences: Float64Array): Float64Array {
  const size = differences.length - 1
  for (let unit = 1; unit < size; unit++) differences[unit] += differences[unit - 1]
  return differences.subarray(0, size)
}
