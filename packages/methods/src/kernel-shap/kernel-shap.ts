import { fromParts } from "@pami/core"
import type { Method } from "@pami/core"
import { designOf } from "../shared/design.ts"
import { whole } from "../shared/options.ts"
import type { SampledOptions } from "../shared/options.ts"
import { gridOf, targetScores } from "../shared/read.ts"
import type { Scores } from "../shared/read.ts"
import { atUnits, partitionsOf, recorded, segmenterOf, segmentsOf } from "../shared/segments.ts"
import type { SegmentedOptions } from "../shared/segments.ts"
import { leastSquares } from "../shared/solve.ts"
import { drawCoalitions } from "./coalitions.ts"

/** Options of {@link kernelShap}. */
export interface KernelShapOptions extends SampledOptions, SegmentedOptions {
  /** The largest number of samples, a forward pass each. Default: 2048 and two for each segment. */
  readonly passes?: number | undefined
}

/**
 * Returns KernelSHAP: the importance of a segment, at each of its units, is its Shapley value, estimated by a regression of
 * the scores of sets of segments under the constraint that all values add up to the score of the input minus that of the
 * baseline (Lundberg and Lee, *A unified approach to interpreting model predictions*, 2017, section 4.1). The sets are those
 * that `shap.KernelExplainer` chooses; exact if all sets fit into `passes`.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const { partitioner, read } = kernelShap({ passes: 200, segments: 16 })
 * const map = read(await explain({ model, input, partitioner }))
 */
export function kernelShap(options: KernelShapOptions = {}): Method {
  const { passes, seed = 0 } = options
  const segmenter = segmenterOf(options.segments ?? 50)
  if (passes !== undefined) whole("passes", passes, 1)
  whole("seed", seed, 0)
  const settings = { passes: passes ?? null, seed, segments: recorded(segmenter) }
  const coalitions = (segments: number) => drawCoalitions(segments, passes ?? 2 * segments + 2048, seed)
  return {
    name: "kernel-shap",
    settings,
    partitioner: {
      name: "weighted segments",
      settings,
      total: () => null,
      async *partitions(input, signal) {
        const segments = await segmentsOf(segmenter, input, signal)
        yield* partitionsOf(segments, coalitions(segments.count).rows, fromParts)
      },
    },
    read(explanation, target, grid) {
      const { segments, rows } = designOf(explanation)
      const weights = weightsOf(rows, coalitions(segments.count), explanation.passes)
      const values = shapleyValues(rows, weights, targetScores(explanation, target), segments.count)
      return gridOf(atUnits(segments, values), explanation, grid)
    },
  }
}

/**
 * Returns the weight of each pass. While some segments count as one, because no pass has treated them differently, the rows are not those of the seed:
 * the first sets, of one segment and of all but one, weigh the same.
 */
function weightsOf(rows: Uint8Array, drawn: ReturnType<typeof drawCoalitions>, passes: number): Float64Array {
  const expected = drawn.rows.slice(0, passes).flatMap((row) => [...row])
  const isSame = expected.length === rows.length && expected.every((one, i) => one === rows[i])
  return isSame ? drawn.weights.slice(0, passes) : new Float64Array(passes).fill(1)
}

/** Returns the solution of the regression, of which the last value follows from the sum of all. */
function shapleyValues(
  rows: Uint8Array,
  weights: Float64Array,
  { original, baseline, passes }: Scores,
  segments: number,
): Float64Array {
  const all = original - baseline
  const free = segments - 1
  const last = (pass: number) => rows[pass * segments + free]
  const differences = new Float64Array(passes.length * free)
  for (let pass = 0; pass < passes.length; pass++)
    for (let i = 0; i < free; i++) differences[pass * free + i] = rows[pass * segments + i] - last(pass)
  const scores = passes.map((score, pass) => score - baseline - last(pass) * all)
  const found = leastSquares(differences, scores, weights, free)
  return Float64Array.from([...found, all - found.reduce((total, value) => total + value, 0)])
}
