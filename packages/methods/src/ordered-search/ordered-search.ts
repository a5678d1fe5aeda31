import { countParts, countUnits, everything, fromParts } from "@pami/core"
import type { Input, Method, Partition, Scored, Signal } from "@pami/core"
import { whole } from "../shared/options.ts"
import { targetScores } from "../shared/read.ts"
import { difference } from "../shared/runs.ts"
import { preserving, recorded, segmenterOf, segmentsOf } from "../shared/segments.ts"
import type { SegmentedOptions } from "../shared/segments.ts"
import { readOrder } from "./read-order.ts"

/** Names of the searches of {@link orderedSearch}. */
export const searches = ["phases", "greedy"] as const

/** Options of {@link orderedSearch}. */
export interface OrderedSearchOptions extends SegmentedOptions {
  /**
   * `greedy`: scores every segment that is left and takes the best; `phases`: takes all within 0.9 of the best at once, and
   * leaves those below 0.3 of it to the end of the order. Default `phases`.
   */
  readonly search?: (typeof searches)[number] | undefined
  /** The largest number of forward passes, at least 2. Default: as many as the whole order takes. */
  readonly passes?: number | undefined
}

// As PhaseWin's defaults: within this share of the best gain a segment is taken, below that share it is left to the end.
const takenFrom = 0.9
const leftBelow = 0.3

/**
 * Returns the ordered search: segments are put in the order in which they raise the score of the preserved ones and lower
 * that of the rest most, one by one (Chen et al., *Less is more: fewer interpretable region via submodular subset
 * selection*, 2024; without its terms that need features of the model) or several in a phase (as PhaseWin). The importance
 * of a unit is the rank of its segment, from 1 for the first down to above 0 for the last. Searches by the preferred target.
 *
 * The order is chosen to make insertion and deletion curves good under the baseline that it sees: judge it under another.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const { partitioner, read } = orderedSearch({ segments: 16 })
 * const map = read(await explain({ model, input, partitioner }))
 */
export function orderedSearch(options: OrderedSearchOptions = {}): Method {
  const { search = "phases", passes } = options
  const segmenter = segmenterOf(options.segments ?? 50)
  if (!searches.includes(search)) throw new RangeError(`search is ${searches.join(" or ")}; got ${search}`)
  if (passes !== undefined) whole("passes", passes, 2)
  const settings = { search, passes: passes ?? null, segments: recorded(segmenter) }
  return {
    name: "ordered-search",
    settings,
    partitioner: {
      name: "segments in order",
      settings,
      total: () => null,
      async *partitions(input: Input, signal?: Signal): AsyncGenerator<Partition, void, Scored> {
        const segments = await segmentsOf(segmenter, input, signal)
        const all = everything(countUnits(input.grids))
        const taken = new Uint8Array(segments.count)
        /** Returns the taken segments with one more, and the rest. */
        const pair = (segment?: number) => {
          const row = taken.slice()
          if (segment !== undefined) row[segment] = 1
          const shown = preserving(segments, row)
          return [shown, difference(all, shown)]
        }
        let candidates = Array.from({ length: segments.count }, (_, segment) => segment)
        let left = passes ?? Infinity
        // The value of the taken segments alone; unknown after several were taken at once.
        let reached: number | undefined
        while (candidates.length > 1 && left >= 2) {
          const before = taken.includes(1) && reached === undefined ? [pair()] : []
          const scoredNow = candidates.slice(0, Math.floor(left / 2) - before.length)
          const parts = [...before, ...scoredNow.map(pair)].flat()
          if (scoredNow.length === 0) return
          left -= parts.length
          const partition = fromParts(
            parts,
            `${taken.reduce((sum, one) => sum + one, 0)} segments and one more`,
          )
          const scored = yield partition
          const { original, baseline, passes: scores } = targetScores(await scored())
          const own = scores.slice(-countParts(partition))
          const values = Array.from({ length: own.length / 2 }, (_, i) => own[2 * i] - own[2 * i + 1])
          const start = before.length > 0 ? values.shift()! : (reached ?? baseline - original)
          const gains = new Map(scoredNow.map((segment, i) => [segment, values[i] - start]))
          const gainOf = (segment: number) => gains.get(segment) ?? -Infinity
          // Segments with equal gains stay in their order.
          candidates = candidates.sort((a, b) => gainOf(b) - gainOf(a))
          const best = gainOf(candidates[0])
          const isTaken = (segment: number) =>
            search === "phases" && best > 0 ? gainOf(segment) >= takenFrom * best : segment === candidates[0]
          const now = candidates.filter(isTaken)
          for (const segment of now) taken[segment] = 1
          reached = now.length === 1 ? best + start : undefined
          const isLeft = (segment: number) =>
            search === "phases" && best > 0 && gainOf(segment) < leftBelow * best
          candidates = candidates.filter((segment) => !taken[segment] && !isLeft(segment))
        }
      },
    },
    read: readOrder,
  }
}
