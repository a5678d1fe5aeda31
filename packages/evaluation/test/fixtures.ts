import { contractVersion, denseInput } from "@pami/core"
import type { Input, Model, Tensor } from "@pami/core"

/** An input of one plane: `original` over `baseline`, zeros by default. */
export function plainInput(
  units: readonly number[],
  original: Float32Array,
  baseline = new Float32Array(original.length),
): Input {
  return denseInput({ name: "x", units, planes: 1, inner: 1, shape: units, original, baseline })
}

/** A record of the runs of a model. */
export interface Runs {
  /** Number of items of each run. */
  readonly sizes: number[]
}

/** A model of two classes: class 0 scores `score(item)`, class 1 the rest to 1. Batches of 8. */
export function model(
  units: readonly number[],
  score: (item: Float32Array) => number,
  options: { readonly runs?: Runs; readonly batch?: number | null; readonly preferredRuns?: number } = {},
): Model {
  const { runs, batch = null, preferredRuns = 1 } = options
  const size = units.reduce((product, length) => product * length, 1)
  return {
    contract: contractVersion,
    backend: "function",
    inputs: [{ name: "x", dtype: "float32", shape: [batch, ...units] }],
    outputs: [{ name: "y", dtype: "float64", shape: [batch, 2] }],
    limits: { preferredBatch: 8, preferredRuns },
    digest: "sha256:function",
    settings: {},
    async run(feeds) {
      const { data, shape } = feeds["x"] as Tensor
      runs?.sizes.push(shape[0])
      const scores = Array.from({ length: shape[0] }, (_, item) =>
        score((data as Float32Array).subarray(item * size, (item + 1) * size)),
      )
      return {
        y: {
          dtype: "float64",
          shape: [shape[0], 2],
          data: Float64Array.from(scores.flatMap((p) => [p, 1 - p])),
        },
      }
    },
    async dispose() {},
  }
}

/** A model over `units` that scores the weighted sum of them. */
export function linearModel(
  units: readonly number[],
  weights: ArrayLike<number>,
  options: Parameters<typeof model>[2] = {},
): Model {
  const sum = (item: Float32Array) => item.reduce((total, value, unit) => total + weights[unit] * value, 0)
  return model(units, sum, options)
}
