import type { Partition } from "../contracts/partition.ts"
import type { Partitioner } from "../contracts/partitioner.ts"
import { countParts } from "./parts.ts"

/**
 * Returns a partitioner of given partitions: of label maps (`fromLabels`), masks (`fromMasks`) or lists of parts
 * (`fromParts`), from a segmentation model, an atlas, a drawing. They are swept in the given order: put coarse ones first.
 *
 * @param partitions at least one
 * @throws RangeError for an empty list
 *
 * @example
 * const partitioner = fixedPartitions([fromLabels(labels, [16, 16])])
 * const explanation = await explain({ model, input, partitioner })
 */
export function fixedPartitions(partitions: readonly Partition[]): Partitioner {
  if (partitions.length === 0) throw new RangeError("fixedPartitions needs at least one partition")
  return {
    name: "fixed-partitions",
    settings: {
      partitions: partitions.map((partition) => ({ name: partition.name, size: countParts(partition) })),
    },
    total: () => partitions.reduce((sum, partition) => sum + countParts(partition), 0),
    planned: () => [partitions.length],
    partitions: () => partitions,
  }
}
