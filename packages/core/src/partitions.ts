import type { Partition, Partitioner } from "./contracts.ts"

/**
 * Partitions that exist already: from label maps (`fromLabels`) or masks (`fromMasks`), of a segmentation
 * model, an atlas, a drawing. They are swept in the order given: put the coarse ones first.
 *
 * @param partitions at least one
 * @throws RangeError when there is none
 */
export function fixedPartitions(partitions: readonly Partition[]): Partitioner {
  if (partitions.length === 0) throw new RangeError("fixedPartitions needs at least one partition")
  return {
    name: "fixed-partitions",
    settings: { partitions: partitions.map(({ name, size }) => ({ name, size })) },
    total: () => partitions.reduce((sum, { size }) => sum + size, 0),
    partitionCount: () => partitions.length,
    partitions: () => partitions,
  }
}
