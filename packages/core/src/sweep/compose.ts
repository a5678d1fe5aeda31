import type { BatchWriter, UnitGrid } from "../contracts/input.ts"
import type { Partition } from "../contracts/partition.ts"
import { PamiError } from "../error.ts"
import { partOf } from "../partitions/parts.ts"
import { sharesOf } from "../partitions/soft-sums.ts"

/**
 * Returns a function that preserves part `index` of a partition in a slot.
 *
 * @throws PamiError `PARTITION_UNSUITABLE`, the function, for a soft mask if the input cannot mix units with their baseline
 */
export function composer(
  writer: BatchWriter,
  grids: readonly UnitGrid[],
): (slot: number, partition: Partition, index: number) => void {
  // Used again by each soft mask.
  let shares: Float32Array | undefined
  return (slot, partition, index) => {
    const { soft, variant } = partition
    if (soft === undefined) writer.preserve(slot, partOf(partition, index), variant)
    else if (writer.blend) writer.blend(slot, (shares = sharesOf(soft, index, grids, shares)), variant)
    else
      throw new PamiError(
        "PARTITION_UNSUITABLE",
        "soft masks mix units with their baseline; this input cannot. Use another method.",
      )
  }
}
