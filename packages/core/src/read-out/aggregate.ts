import type { Explanation } from "../contracts/explanation.ts"
import type { Variant } from "../contracts/input.ts"
import type { Part, Partition } from "../contracts/partition.ts"
import { countParts, countUnits, partOf, unitsOf } from "../partitions/parts.ts"
import { sharesOf, softSums } from "../partitions/soft-sums.ts"
import { sizeOf } from "../tensors/shape.ts"
import { transformUnits } from "./transform.ts"

/** The weight of a part, from its area in units. */
export type Weight = (area: number) => number

/**
 * Returns the weighted sums of each list of scores, and last the sums of the weights, over the parts that preserve each unit. A
 * part adds its score where a run starts and subtracts it where the run ends; one prefix sum then gives the total of every
 * unit, for any number of parts. A soft mask adds its score times the share of each unit. The sums of each variant are
 * transformed back and added.
 *
 * @param weight default: every part counts as much as any other
 */
export function aggregate(
  explanation: Explanation,
  lists: readonly Float64Array[],
  weight?: Weight,
): Float64Array[] {
  const { grids, passes, variants } = explanation
  const size = countUnits(grids)
  const weights = new Float64Array(passes)
  forEachPart(explanation, (partition, k, pass) => {
    weights[pass] = weight ? weight(areaOf(partition, k, grids)) : 1
  })
  const added = [...lists.map((scores) => scores.map((score, pass) => score * weights[pass])), weights]
  const whole = added.map(() => new Float64Array(size))
  for (const [number, variant] of variants.entries()) {
    const differences = whole.map(() => new Float64Array(size + 1))
    const soft = softSums(grids)
    forEachPart(explanation, (partition, k, pass) => {
      if ((partition.variant ?? 0) !== number) return
      const { soft: masks } = partition
      const values = added.map((list) => list[pass])
      if (masks) soft.add(masks, k, values)
      else
        for (let index = 0; index < values.length; index++)
          addPart(differences[index], partOf(partition, k), values[index])
    })
    for (const [index, into] of whole.entries()) {
      const sums = prefixSums(differences[index])
      soft.addTo(sums, index)
      const back = transformBack(sums, grids, variant)
      for (let unit = 0; unit < size; unit++) into[unit] += back[unit]
    }
  }
  return whole
}

/** Returns the number of units that a part preserves; of a soft mask, the sum of its shares. */
function areaOf(partition: Partition, k: number, grids: Explanation["grids"]): number {
  const { soft } = partition
  return soft
    ? sharesOf(soft, k, grids).reduce((sum, share) => sum + share, 0)
    : unitsOf(partOf(partition, k))
}

/** Visits the parts of all forward passes. */
function forEachPart(
  { partitions, passes }: Explanation,
  visit: (partition: Partition, k: number, pass: number) => void,
): void {
  let pass = 0
  for (const partition of partitions)
    for (let k = 0; k < countParts(partition) && pass < passes; k++, pass++) visit(partition, k, pass)
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
