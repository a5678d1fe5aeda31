import { fromParts } from "@pami/core"
import type { Method } from "@pami/core"
import { exp, random } from "@pami/core/tensor"
import { designOf } from "./shared/design.ts"
import { above, whole } from "./shared/options.ts"
import type { SampledOptions } from "./shared/options.ts"
import { gridOf, targetScores } from "./shared/read.ts"
import { atUnits, partitionsOf, recorded, segmenterOf, segmentsOf } from "./shared/segments.ts"
import type { SegmentedOptions } from "./shared/segments.ts"
import { leastSquares } from "./shared/solve.ts"

/** Options of {@link lime}. */
export interface LimeOptions extends SampledOptions, SegmentedOptions {
  /** Number of samples, a forward pass each. Default 1000. */
  readonly passes?: number | undefined
  /** Width of the kernel over the cosine distance from the input, above 0. Default 0.25. */
  readonly kernelWidth?: number | undefined
  /** Weight of the squared coefficients in the ridge regression, at least 0. Default 1. */
  readonly ridge?: number | undefined
}

/**
 * Returns LIME: each sample preserves every segment with probability 1/2, and the importance of a segment, at each of its
 * units, is its coefficient in a ridge regression of the scores, which weights samples by their likeness to the input
 * (Ribeiro et al., *"Why should I trust you?"*, 2016, section 3.4). The first sample is the input itself; the intercept is
 * not penalised; no feature is left out.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const { partitioner, read } = lime({ passes: 200, segments: 16 })
 * const map = read(await explain({ model, input, partitioner }))
 */
export function lime(options: LimeOptions = {}): Method {
  const { passes = 1000, seed = 0, kernelWidth = 0.25, ridge = 1 } = options
  const segmenter = segmenterOf(options.segments ?? 50)
  whole("passes", passes, 1)
  whole("seed", seed, 0)
  above("kernelWidth", kernelWidth, 0)
  if (!(ridge >= 0 && ridge < Infinity)) throw new RangeError(`ridge is a number of at least 0; got ${ridge}`)
  const settings = { passes, seed, segments: recorded(segmenter), kernelWidth, ridge }
  return {
    name: "lime",
    settings,
    partitioner: {
      name: "random segments",
      settings: { passes, seed, segments: recorded(segmenter) },
      total: () => passes,
      async *partitions(input, signal) {
        const segments = await segmentsOf(segmenter, input, signal)
        yield* partitionsOf(segments, drawRows(segments.count, passes, seed), fromParts)
      },
    },
    read(explanation, target, grid) {
      const { segments, rows } = designOf(explanation)
      const scores = targetScores(explanation, target).passes
      const coefficients = regress(rows, scores, segments.count, kernelWidth, ridge)
      return gridOf(atUnits(segments, coefficients), explanation, grid)
    },
  }
}

function* drawRows(segments: number, passes: number, seed: number): Generator<Uint8Array> {
  yield new Uint8Array(segments).fill(1)
  const next = random(seed)
  for (let pass = 1; pass < passes; pass++)
    yield Uint8Array.from({ length: segments }, () => (next() < 0.5 ? 1 : 0))
}

/** Returns the coefficients of the segments in the weighted ridge regression of the scores. */
function regress(
  rows: Uint8Array,
  scores: Float64Array,
  segments: number,
  width: number,
  ridge: number,
): Float64Array {
  const weights = new Float64Array(scores.length)
  const mean = new Float64Array(segments)
  let [total, meanScore] = [0, 0]
  for (const [pass, score] of scores.entries()) {
    const row = rows.subarray(pass * segments, (pass + 1) * segments)
    const preserved = row.reduce((sum, one) => sum + one, 0)
    // The cosine distance of the row from a row of ones.
    const distance = 1 - Math.sqrt(preserved / segments)
    weights[pass] = Math.sqrt(exp(-(distance * distance) / (width * width)))
    total += weights[pass]
    meanScore += weights[pass] * score
    for (const [segment, one] of row.entries()) mean[segment] += weights[pass] * one
  }
  // Centred, the regression has no intercept.
  const centred = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) centred[i] = rows[i] - mean[i % segments] / total
  const values = scores.map((score) => score - meanScore / total)
  return leastSquares(centred, values, weights, segments, ridge)
}
