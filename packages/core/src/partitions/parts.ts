import type { UnitGrid } from "../contracts/input.ts"
import type { Part, Partition } from "../contracts/partition.ts"
import { sizeOf } from "../tensors/shape.ts"

/** Returns the part that holds every unit. */
export function everything(units: number): Part {
  return Int32Array.of(0, units)
}

/** The part without units: preserving it gives the baseline. */
export const nothing: Part = new Int32Array(0)

/** Returns the number of units of all grids. */
export function countUnits(grids: readonly UnitGrid[]): number {
  return grids.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}

/** Returns the number of units of a part. */
export function unitsOf(part: Part): number {
  let count = 0
  for (let i = 0; i < part.length; i += 2) count += part[i + 1] - part[i]
  return count
}

/** Returns the number of parts of a partition. */
export function countParts({ offsets }: Partition): number {
  return offsets.length - 1
}

/** Returns part number `index` of a partition, from 0. */
export function partOf({ runs, offsets }: Partition, index: number): Part {
  return runs.subarray(offsets[index], offsets[index + 1])
}

/**
 * Returns the partition of the given parts. A part may be any union of units, and parts may overlap.
 *
 * @example
 * // Every word of a text of four, and the whole text.
 * const words = [0, 1, 2, 3].map((word) => Int32Array.of(word, word + 1))
 * const partition = fromParts([...words, everything(4)])
 */
export function fromParts(parts: readonly Part[], name = "parts"): Partition {
  const offsets = new Int32Array(parts.length + 1)
  for (const [index, part] of parts.entries()) offsets[index + 1] = offsets[index] + part.length
  const runs = new Int32Array(offsets[parts.length])
  for (const [index, part] of parts.entries()) runs.set(part, offsets[index])
  return { name, runs, offsets }
}

/**
 * Returns the partition of a label map: one part for each label, in ascending order. Labels may be any integers, with
 * gaps; a part may be disconnected.
 *
 * @param labels one label for each unit, row-major
 * @param shape of the grid of units
 * @throws RangeError if the map does not have one label for each unit
 *
 * @example
 * const partition = fromLabels(Int32Array.of(7, 7, 0, 0, 7, 0), [2, 3])
 * console.log(countParts(partition), unitsOf(partOf(partition, 0))) // 2 3
 */
export function fromLabels(
  labels: Int32Array | Uint8Array | Uint16Array,
  shape: readonly number[],
  name = "label map",
): Partition {
  expectLength(labels.length, shape, "label map")
  // Counting sort of the runs by label keeps the runs of one part together, in the order of the units.
  const starts: number[] = []
  for (let i = 0; i < labels.length; i++) if (labels[i] !== labels[i - 1]) starts.push(i)
  const next = new Map<number, number>()
  for (const start of starts) next.set(labels[start], (next.get(labels[start]) ?? 0) + 2)
  const offsets = new Int32Array(next.size + 1)
  for (const [index, label] of [...next.keys()].sort((a, b) => a - b).entries()) {
    offsets[index + 1] = offsets[index] + next.get(label)!
    next.set(label, offsets[index])
  }
  const runs = new Int32Array(2 * starts.length)
  starts.forEach((start, i) => {
    const at = next.get(labels[start])!
    runs[at] = start
    runs[at + 1] = starts[i + 1] ?? labels.length
    next.set(labels[start], at + 2)
  })
  return { name, runs, offsets }
}

/**
 * Returns the partition of the given masks: each mask is a part that preserves its non-zero units. Masks may overlap.
 *
 * @param masks each with one byte or boolean for each unit, row-major
 * @param shape of the grid of units
 * @throws RangeError if a mask does not have one entry for each unit
 *
 * @example
 * const partition = fromMasks([[true, true, false], [false, true, true]], [3])
 */
export function fromMasks(
  masks: readonly (Uint8Array | readonly boolean[])[],
  shape: readonly number[],
  name = "masks",
): Partition {
  const parts = masks.map((mask) => {
    expectLength(mask.length, shape, "mask")
    const runs: number[] = []
    for (let i = 0; i < mask.length; i++) {
      if (!mask[i]) continue
      const start = i
      while (mask[i]) i++
      runs.push(start, i)
    }
    return Int32Array.from(runs)
  })
  return fromParts(parts, name)
}

/** Returns the first `count` parts of a partition. */
export function firstParts(partition: Partition, count: number): Partition {
  const offsets = partition.offsets.slice(0, count + 1)
  const runs = partition.runs.slice(0, offsets[offsets.length - 1])
  const { soft } = partition
  if (soft === undefined) return { ...partition, runs, offsets }
  const shares = soft.shares.slice(0, count * sizeOf(soft.shape))
  const origins = soft.origins.slice(0, count * soft.shape.length)
  return { ...partition, runs, offsets, soft: { ...soft, shares, origins } }
}

function expectLength(length: number, shape: readonly number[], what: string): void {
  const expected = sizeOf(shape)
  if (length !== expected)
    throw new RangeError(
      `a ${what} over ${shape.join("x")} units has ${expected} entries; this one has ${length}`,
    )
}
