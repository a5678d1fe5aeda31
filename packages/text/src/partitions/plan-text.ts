import type { Partition } from "@pami/core"
import { balancedHalves } from "./halves.ts"

/** A partition of the units of a text: each unit belongs to the part of its number. */
export interface PlannedPartition {
  readonly name: string
  readonly partOf: ArrayLike<number>
  readonly parts: number
}

// A prime as `balancedHalves` takes it: of texts of up to so many units, all halves. More of longer texts change little.
const mostHalves = 251

/**
 * Returns the partitions of a text: balanced halves, then single units. With too few passes for both, single units become windows
 * that take half of the passes, and halves take the rest.
 *
 * @param passes the largest number of parts, at least 1
 */
export function planText(count: number, passes: number): readonly PlannedPartition[] {
  const room = Math.max(1, Math.floor(passes / 2))
  const size = Math.max(1, Math.ceil(count / room))
  const windows = Math.ceil(count / size)
  // One window is the whole text.
  const isCut = windows > 1 || passes === 1 || count < 3
  const ways = Math.min(mostHalves, Math.floor((passes - (isCut ? windows : 0)) / 2))
  const halves = count < 3 ? [] : balancedHalves(count, ways)
  const single = {
    name: size === 1 ? "single units" : `windows of ${size}`,
    partOf: Uint32Array.from({ length: count }, (_, unit) => Math.floor(unit / size)),
    parts: windows,
  }
  return [
    ...halves.map((partOf, index) => ({ name: `halves ${index + 1} of ${halves.length}`, partOf, parts: 2 })),
    ...(isCut ? [single] : []),
  ]
}

/**
 * Returns a planned partition.
 *
 * @param start number of the first unit of the text
 */
export function toPartition({ name, partOf, parts }: PlannedPartition, start: number): Partition {
  const runs: number[][] = Array.from({ length: parts }, () => [])
  for (let unit = 0; unit < partOf.length; unit++) {
    const own = runs[partOf[unit]]
    if (own.at(-1) === start + unit) own[own.length - 1]++
    else own.push(start + unit, start + unit + 1)
  }
  const offsets = new Int32Array(parts + 1)
  for (const [part, own] of runs.entries()) offsets[part + 1] = offsets[part] + own.length
  return { name, runs: Int32Array.from(runs.flat()), offsets }
}
