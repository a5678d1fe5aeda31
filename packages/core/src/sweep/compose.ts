import type { BatchWriter, UnitGrid } from "../contracts/input.ts"
import type { Partition } from "../contracts/partition.ts"
import { PamiError } from "../error.ts"
import { partOf } from "../partitions/parts.ts"
import { sharesOf } from "../partitions/soft-masks.ts"

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
      "soft masks preserve shares of units, and the units of this input are preserved whole or not at all. Use a method without soft masks.",
    )
}
