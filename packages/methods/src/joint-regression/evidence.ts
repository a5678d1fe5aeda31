import { countParts, countUnits, everything, fromParts, partOf, unitsOf } from "@pami/core"
import type { Input, Part, Partition, Partitioner, Signal } from "@pami/core"
import { random } from "@pami/core/tensor"
import { difference, union } from "../shared/runs.ts"

/** The kinds of passes: a part alone, all but a part, and a random union of parts. */
export const kinds = ["kept", "removed", "union"] as const

/** A kind of passes. */
export type Kind = (typeof kinds)[number]

/** Returns the kind of the passes of a partition, and the segmentation whose parts they preserve. */
export function kindOf({ name }: Partition): { readonly kind: Kind; readonly segmentation: string } {
  const [kind, segmentation] = name.split(separator, 2)
  return { kind: kind as Kind, segmentation }
}

const separator = ": "

function named(kind: Kind, { name }: Partition, parts: readonly Part[]): Partition {
  return fromParts(parts, `${kind}${separator}${name}`)
}

// More segmentations than these did not change the maps, and all are held in memory.
const mostSegmentations = 15

// Unions of fewer parts are few, and coarse.
const leastParts = 12

// Shares of the units in the smaller union of a pair, in turn: its complement preserves 0.5, 0.7 and 0.9.
const shares = [0.5, 0.3, 0.1]

/**
 * Yields, for one segmentation after the other, its parts alone, the same parts removed, and twice as many random unions of
 * parts in pairs of a union and its complement; at the end, unions up to the number of passes.
 */
export async function* evidence(
  segmenter: Partitioner,
  input: Input,
  passes: number,
  seed: number,
  signal: Signal | undefined,
): AsyncGenerator<Partition> {
  const segmentations = await firstOf(segmenter, input, signal)
  const units = countUnits(input.grids)
  const whole = everything(units)
  const fine = segmentations.filter((one) => countParts(one) >= leastParts)
  const mixed = fine.length > 0 ? fine : segmentations
  const next = random(seed)
  let [left, pair, turn] = [passes, 0, 0]
  // A partition of each of two segmentations: more segmentations count more than more unions of one.
  function* unions(count: number): Generator<Partition> {
    for (const size of [Math.ceil(count / 4), Math.floor(count / 4)]) {
      if (size === 0 || left === 0) continue
      const segmentation = mixed[turn++ % mixed.length]
      const parts: Part[] = []
      for (let i = 0; i < size; i++) {
        const part = randomUnion(segmentation, units * shares[pair++ % shares.length], next)
        parts.push(part, difference(whole, part))
      }
      yield named("union", segmentation, parts.slice(0, left))
      left -= Math.min(left, parts.length)
    }
  }
  let ofEach = Math.floor(passes / 4)
  for (const segmentation of segmentations) {
    const count = Math.min(ofEach, countParts(segmentation))
    if (count === 0) break
    const parts = partsOf(segmentation).slice(0, count)
    yield named("kept", segmentation, parts)
    yield named(
      "removed",
      segmentation,
      parts.map((part) => difference(whole, part)),
    )
    ofEach -= count
    left -= 2 * count
    yield* unions(2 * count)
  }
  while (left > 0) yield* unions(Math.min(left + (left % 2), 2 * leastParts))
}

async function firstOf(
  segmenter: Partitioner,
  input: Input,
  signal: Signal | undefined,
): Promise<Partition[]> {
  const first: Partition[] = []
  for await (const partition of segmenter.partitions(input, signal)) {
    first.push(partition)
    if (first.length === mostSegmentations) break
  }
  return first
}

function partsOf(partition: Partition): Part[] {
  return Array.from({ length: countParts(partition) }, (_, k) => partOf(partition, k))
}

/** Returns a union of random parts, one at least, whose number of units comes closest to `size`. */
function randomUnion(segmentation: Partition, size: number, next: () => number): Part {
  const parts = partsOf(segmentation)
  let chosen: Part = new Int32Array(0)
  let area = 0
  while (parts.length > 0) {
    const [part] = parts.splice(Math.floor(next() * parts.length), 1)
    const grown = area + unitsOf(part)
    if (area > 0 && Math.abs(grown - size) >= Math.abs(area - size)) break
    chosen = union(chosen, part)
    area = grown
  }
  return chosen
}
