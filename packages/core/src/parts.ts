import type { Part, Partition } from "./contracts.ts"
import { sizeOf } from "./tensor.ts"

/** The part that holds every unit. */
export function everything(units: readonly number[]): Part {
  return Int32Array.of(0, sizeOf(units))
}

/** The part that holds no unit: preserving it shows the baseline. */
export const nothing: Part = new Int32Array(0)

/** Number of units of a part. */
export function unitsOf(part: Part): number {
  let count = 0
  for (let i = 0; i < part.length; i += 2) count += part[i + 1] - part[i]
  return count
}

/**
 * The partition that a label map draws: one part for each label that occurs, in the order of the labels.
 * Labels are any integers and need not be dense; a part need not be connected.
 *
 * @param labels one label a unit, row-major, `[...units]`
 * @throws RangeError when the map does not have one label a unit
 */
export function fromLabels(
  labels: Int32Array | Uint8Array | Uint16Array,
  units: readonly number[],
  name = "label map",
): Partition {
  expectLength(labels.length, units, "label map")
  // Counting sort of the runs by label: runs of one part lie together, in the order of the units.
  const starts: number[] = []
  for (let i = 0; i < labels.length; i++) if (i === 0 || labels[i] !== labels[i - 1]) starts.push(i)
  const next = new Map<number, number>()
  for (const start of starts) next.set(labels[start], (next.get(labels[start]) ?? 0) + 2)
  const offsets = [0]
  for (const label of [...next.keys()].sort((a, b) => a - b)) {
    const offset = offsets[offsets.length - 1]
    offsets.push(offset + next.get(label)!)
    next.set(label, offset)
  }
  const runs = new Int32Array(2 * starts.length)
  starts.forEach((start, i) => {
    const at = next.get(labels[start])!
    runs[at] = start
    runs[at + 1] = starts[i + 1] ?? labels.length
    next.set(labels[start], at + 2)
  })
  return { name, size: next.size, part: (k) => runs.subarray(offsets[k], offsets[k + 1]) }
}

/**
 * The partition of a user's own masks: every mask is a part, every non-zero unit of it is preserved.
 * Masks may overlap.
 *
 * @param masks each one byte or boolean a unit, row-major, `[...units]`
 * @throws RangeError when a mask does not have one entry a unit
 */
export function fromMasks(
  masks: readonly (Uint8Array | readonly boolean[])[],
  units: readonly number[],
  name = "masks",
): Partition {
  const parts = masks.map((mask) => {
    expectLength(mask.length, units, "mask")
    const runs: number[] = []
    for (let i = 0; i < mask.length; i++) {
      if (!mask[i]) continue
      const start = i
      while (i < mask.length && mask[i]) i++
      runs.push(start, i)
    }
    return Int32Array.from(runs)
  })
  return { name, size: parts.length, part: (k) => parts[k] }
}

function expectLength(length: number, units: readonly number[], what: string): void {
  const expected = sizeOf(units)
  if (length !== expected)
    throw new RangeError(
      `a ${what} over ${units.join("x")} units has ${expected} entries; this one has ${length}`,
    )
}
