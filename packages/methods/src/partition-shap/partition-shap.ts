import { countParts, fromParts, nothing } from "@pami/core"
import type { Explanation, Method, Part, Partition, Partitioner, Scored } from "@pami/core"
import { whole } from "../shared/options.ts"
import { targetScores } from "../shared/read.ts"
import { union } from "../shared/runs.ts"
import { preserving, recorded, segmenterOf, segmentsOf } from "../shared/segments.ts"
import type { SegmentedOptions } from "../shared/segments.ts"
import { halve, placesOf } from "./halves.ts"
import { readOwenValues } from "./owen-values.ts"

/** Options of {@link partitionShap}. */
export interface PartitionShapOptions extends SegmentedOptions {
  /** The largest number of forward passes, at least 2. Default 500. */
  readonly passes?: number | undefined
}

/** A node of the hierarchy, in one context: the other segments that are preserved. */
interface Item {
  readonly segments: Int32Array
  readonly context: Part
  /** The scores of the context without and with the segments. */
  readonly low: number
  readonly high: number
  readonly weight: number
}

// As shap: ten masks are scored before the next are chosen.
const halvedAtOnce = 5

/**
 * Returns partition SHAP: segments are halved along their longest axis, again and again, those first whose presence changes
 * the score most, which gives Owen values, Shapley values within a hierarchy (Owen, *Values of games with a priori unions*,
 * 1977; expanded as `shap.PartitionExplainer` does). The importance of a unit is its share of the value of its segment, so
 * that the map adds up to the score of the input minus that of the baseline. Chooses by the preferred target.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const { partitioner, read } = partitionShap({ passes: 200 })
 * const map = read(await explain({ model, input, partitioner }))
 */
export function partitionShap(options: PartitionShapOptions = {}): Method {
  const { passes = 500 } = options
  const segmenter = segmenterOf(options.segments ?? 200)
  whole("passes", passes, 2)
  const settings = { passes, segments: recorded(segmenter) }
  return {
    name: "partition-shap",
    settings,
    partitioner: {
      name: "halved segments",
      settings,
      total: () => null,
      partitions: (input, signal) => expand(input, signal, segmenter, passes),
    },
    read: readOwenValues,
  }
}

async function* expand(
  input: Parameters<Partitioner["partitions"]>[0],
  signal: Parameters<Partitioner["partitions"]>[1],
  segmenter: Partitioner,
  passes: number,
): AsyncGenerator<Partition, void, Scored> {
  const segments = await segmentsOf(segmenter, input, signal)
  const places = placesOf(segments, input)
  const partOf = (chosen: Int32Array) => {
    const row = new Uint8Array(segments.count)
    for (const segment of chosen) row[segment] = 1
    return preserving(segments, row)
  }
  // The first halves need no scores: nothing is as large as the whole.
  const all = Int32Array.from({ length: segments.count }, (_, segment) => segment)
  let open: Item[] = [{ segments: all, context: nothing, low: 0, high: Infinity, weight: 1 }]
  let left = passes
  while (left >= 2) {
    const divisible = open.filter((item) => item.segments.length > 1)
    const change = ({ low, high, weight }: Item) => Math.abs(high - low) * weight
    const chosen = divisible
      .sort((a, b) => change(b) - change(a))
      .slice(0, Math.min(halvedAtOnce, Math.floor(left / 2)))
    if (chosen.length === 0) return
    const halves = chosen.map((item) => {
      const [first, second] = halve(item.segments, places)
      return { item, first, second, withFirst: partOf(first), withSecond: partOf(second) }
    })
    const parts = halves.flatMap(({ item: { context }, withFirst, withSecond }) => [
      union(context, withFirst),
      union(context, withSecond),
    ])
    left -= parts.length
    const partition = fromParts(parts, `halves of ${chosen.length} sets of segments`)
    const scored = yield partition
    if (left < 2) return
    const explanation = await scored()
    const scores = lastScores(explanation, partition)
    const { original, baseline } = targetScores(explanation)
    open = open.filter((item) => !chosen.includes(item))
    for (const [i, { item, first, second }] of halves.entries()) {
      const [low, high] = item.high === Infinity ? [baseline, original] : [item.low, item.high]
      const [a, b] = [scores[2 * i], scores[2 * i + 1]]
      const weight = item.weight / 2
      const { context } = item
      open.push(
        { segments: first, context, low, high: a, weight },
        { segments: second, context, low, high: b, weight },
        { segments: first, context: parts[2 * i + 1], low: b, high, weight },
        { segments: second, context: parts[2 * i], low: a, high, weight },
      )
    }
  }
}

/** Returns the scores of the parts of the last partition. */
function lastScores(explanation: Explanation, partition: Partition): Float64Array {
  return targetScores(explanation).passes.slice(-countParts(partition))
}
