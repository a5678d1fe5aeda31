import { countParts, countUnits, partOf } from "@pami/core"
import type { Explanation } from "@pami/core"
import { random } from "@pami/core/tensor"
import { numbered } from "./segments.ts"
import type { Segments } from "./segments.ts"

/** The segments that each pass preserved. */
export interface Design {
  readonly segments: Segments
  /** 1 for a segment that a pass preserved, else 0: `[passes, segments]`. */
  readonly rows: Uint8Array
}

/**
 * Returns the design of an explanation, from its parts alone: a segment is all units that every pass treated alike. After a
 * few passes, segments that no pass has treated differently yet are one.
 */
export function designOf(explanation: Explanation): Design {
  const segments = numbered(signatures(explanation))
  const firsts = new Int32Array(segments.count)
  for (let unit = segments.labels.length - 1; unit >= 0; unit--) firsts[segments.labels[unit]] = unit
  return { segments, rows: preservedUnits(explanation, firsts) }
}

/** Returns whether each pass preserved each of some ascending units, 1 or 0: `[passes, units]`. */
export function preservedUnits({ partitions, passes }: Explanation, units: Int32Array): Uint8Array {
  const rows = new Uint8Array(passes * units.length)
  let pass = 0
  for (const partition of partitions)
    for (let k = 0; k < countParts(partition) && pass < passes; k++, pass++) {
      const part = partOf(partition, k)
      for (let i = 0, at = 0; i < part.length; i += 2) {
        while (units[at] < part[i]) at++
        for (; units[at] < part[i + 1]; at++) rows[pass * units.length + at] = 1
      }
    }
  return rows
}

/** Returns numbers that are equal for units which all passes treated alike. */
function signatures({ grids, partitions, passes }: Explanation): Int32Array {
  const units = countUnits(grids)
  // The sum of random numbers of the parts that hold a unit. Two sums of 32 bits: by chance, two segments in a hundred have
  // an equal pair in one of 10^16 explanations.
  const sums = [new Int32Array(units + 1), new Int32Array(units + 1)]
  const next = random(1)
  let pass = 0
  for (const partition of partitions)
    for (let k = 0; k < countParts(partition) && pass < passes; k++, pass++) {
      const part = partOf(partition, k)
      for (const sum of sums) {
        const number = next() * 2 ** 32
        for (let i = 0; i < part.length; i += 2) {
          sum[part[i]] += number
          sum[part[i + 1]] -= number
        }
      }
    }
  const pairs = new Map<number, Map<number, number>>()
  let known = 0
  const labels = new Int32Array(units)
  for (let unit = 0, a = 0, b = 0; unit < units; unit++) {
    a = (a + sums[0][unit]) | 0
    b = (b + sums[1][unit]) | 0
    let seconds = pairs.get(a)
    if (seconds === undefined) pairs.set(a, (seconds = new Map()))
    let label = seconds.get(b)
    if (label === undefined) seconds.set(b, (label = known++))
    labels[unit] = label
  }
  return labels
}
