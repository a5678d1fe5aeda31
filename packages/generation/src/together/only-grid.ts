import { countParts, countUnits, type Explanation, fromParts, ofPartitions, type Part } from "@pami/core"
import { type Partition, partOf, type UnitGrid, unitsOf, type Variant } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { cutPart } from "./runs.ts"

/**
 * Returns the explanation of one grid alone, as if the other inputs were a part of the model: its partitions, and their scores.
 * Every read-out of an explanation then gives the map of that grid. Partitions belong to a grid if each of their parts
 * preserves all units of the other grids, or none of them, as those of `togetherPartitions` do.
 *
 * An explanation of one grid is returned as it is.
 *
 * @param grid its name
 * @throws RangeError for a grid that the input does not have
 *
 * @example
 * import { average, explain } from "@pami/core"
 *
 * const partitioner = togetherPartitions({ image: pixels, question: words })
 * const explanation = await explain({ model: answering, input: together(picture, question), partitioner })
 * console.log(average(onlyGrid(explanation, "question")).length) // 2
 */
export function onlyGrid(explanation: Explanation, grid: string): Explanation {
  const { grids } = explanation
  const own = gridNamed(grids, grid)
  if (grids.length === 1) return explanation
  const units = countUnits(grids)
  const isOwn = (partition: Partition) => {
    const fitting = grids.filter((one) => belongsTo(partition, one, units, grids[0] === one))
    // Parts of all units fit every grid; the name says which was cut.
    return (
      fitting.includes(own) &&
      !fitting.some((one) => one !== own && partition.name.startsWith(`${one.name}: `))
    )
  }
  const chosen = ofPartitions(explanation, isOwn)
  const isComplete = explanation.complete
  return {
    ...chosen,
    grids: [{ ...own, start: 0 }],
    variants: explanation.variants.map(({ inverse, ...variant }): Variant => ({
      ...variant,
      ...(inverse?.[grid] && { inverse: { [grid]: inverse[grid] } }),
    })) as [Variant, ...Variant[]],
    partitions: chosen.partitions.map((partition) => cutPartition(partition, own)),
    planned: isComplete ? [chosen.partitions.length] : null,
  }
}

/**
 * Returns the grid of a name.
 *
 * @throws RangeError
 */
export function gridNamed(grids: readonly UnitGrid[], name: string): UnitGrid {
  const found = grids.find((grid) => grid.name === name)
  if (found !== undefined) return found
  const names = grids.map((grid) => `"${grid.name}"`).join(", ")
  throw new RangeError(`the input has no grid "${name}"; it has ${names}`)
}

/** Returns whether every part preserves the units outside a grid as a whole, or masks them as a whole. */
function belongsTo(
  partition: Partition,
  { start, shape }: UnitGrid,
  units: number,
  isFirst: boolean,
): boolean {
  // Soft masks are over the first grid.
  if (partition.soft) return isFirst
  const end = start + sizeOf(shape)
  const outside = units - (end - start)
  const kept = partsOf(partition).map(
    (part) => unitsOf(cutPart(part, 0, start)) + unitsOf(cutPart(part, end, units - end)),
  )
  return kept.every((count) => count === outside) || kept.every((count) => count === 0)
}

function cutPartition(partition: Partition, { start, shape }: UnitGrid): Partition {
  const size = sizeOf(shape)
  const cut = fromParts(
    partsOf(partition).map((part) => cutPart(part, start, size)),
    partition.name,
  )
  return { ...partition, runs: cut.runs, offsets: cut.offsets }
}

function partsOf(partition: Partition): Part[] {
  return Array.from({ length: countParts(partition) }, (_, index) => partOf(partition, index))
}
