import { countParts, type Explanation, fromParts, ofPartitions, type Part, type Partition } from "@pami/core"
import { partOf, type UnitGrid, type Variant } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { cutPart } from "./runs.ts"

/**
 * Returns the explanation of one grid alone, as if the other inputs were a part of the model: the partitions whose parts have
 * units of that grid only, as those of `togetherPartitions`, and their scores. For read-outs that look at all parts, such as a
 * regression; the average of a grid is the same without it.
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
 * const explanation = await explain({ model: answering, input: together(photo, question), partitioner })
 * console.log(average(onlyGrid(explanation, "question")).length) // 2
 */
export function onlyGrid(explanation: Explanation, grid: string): Explanation {
  const { grids, complete } = explanation
  const own = gridNamed(grids, grid)
  if (grids.length === 1) return explanation
  const chosen = ofPartitions(explanation, (partition) => belongsTo(partition, own, grids[0] === own))
  return {
    ...chosen,
    grids: [{ ...own, start: 0 }],
    variants: explanation.variants.map(({ name, inverse }): Variant => ({
      name,
      ...(inverse?.[grid] && { inverse: { [grid]: inverse[grid] } }),
    })) as [Variant, ...Variant[]],
    partitions: chosen.partitions.map((partition) => cutPartition(partition, own)),
    planned: complete ? [chosen.partitions.length] : null,
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

/** Returns whether all parts lie inside a grid. Soft masks are over the first. */
function belongsTo({ soft, runs }: Partition, { start, shape }: UnitGrid, isFirst: boolean): boolean {
  const end = start + sizeOf(shape)
  return soft === undefined ? runs.every((unit) => unit >= start && unit <= end) : isFirst
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
