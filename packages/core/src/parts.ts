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
  const index = new Map<number, number>()
  const present = new Set<number>()
  for (let i = 0; i < labels.length; i++) if (i === 0 || labels[i] !== labels[i - 1]) present.add(labels[i])
  for (const label of [...present].sort((a, b) => a - b)) index.set(label, index.size)
  const offsets = new Int32Array(index.size + 1)
  forEachRun(labels, (label) => {
    offsets[index.get(label)! + 1] += 2
  })
  for (let k = 0; k < index.size; k++) offsets[k + 1] += offsets[k]
  const runs = new Int32Array(offsets[index.size])
  const next = offsets.slice()
  forEachRun(labels, (label, start, end) => {
    const k = index.get(label)!
    runs[next[k]++] = start
    runs[next[k]++] = end
  })
  return { name, size: index.size, part: (k) => runs.subarray(offsets[k], offsets[k + 1]) }
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

function forEachRun(
  labels: ArrayLike<number>,
  visit: (label: number, start: number, end: number) => void,
): void {
  let start = 0
  for (let i = 1; i <= labels.length; i++) {
    if (i < labels.length && labels[i] === labels[start]) continue
    visit(labels[start], start, i)
    start = i
  }
}

function expectLength(length: number, units: readonly number[], what: string): void {
  const expected = sizeOf(units)
  if (length !== expected)
    throw new RangeError(
      `a ${what} over ${units.join("x")} units has ${expected} entries; this one has ${length}`,
    )
}
