import type { BatchWriter, UnitGrid } from "../contracts/input.ts"
import type { Partition } from "../contracts/partition.ts"
import { PamiError } from "../error.ts"
import { partOf } from "../partitions/parts.ts"
import { sharesOf } from "../partitions/soft-sums.ts"

/**
 * Preserves part `index` of a partition in a slot.
 *
 * @throws PamiError `PARTITION_UNSUITABLE` for a soft mask if the input cannot mix units with their baseline
 */
export function compose(
  writer: BatchWriter,
  slot: number,
  partition: Partition,
  index: number,
  grids: readonly UnitGrid[],
): void {
  const { soft, variant } = partition
  if (soft === undefined) writer.preserve(slot, partOf(partition, index), variant)
  else if (writer.blend !== undefined) writer.blend(slot, sharesOf(soft, index, grids), variant)
  else
    throw new PamiError(
      "PARTITION_UNSUITABLE",
      "soft masks mix units with their baseline, which this input cannot. Use another method.",
    )
}
