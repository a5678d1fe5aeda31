import { grid } from "@pami/core"
import type { Explanation, Method, Partitioner, TargetId } from "@pami/core"
import { preSegmentation } from "@pami/pre-segmentation"
import { byKind } from "../shared/by-kind.ts"
import { whole } from "../shared/options.ts"
import type { SampledOptions, SegmenterOptions } from "../shared/options.ts"
import { gridOf } from "../shared/read.ts"
import { recorded } from "../shared/segments.ts"
import { evidence } from "./evidence.ts"
import { keptMean } from "./kept-mean.ts"
import { regress } from "./regress.ts"

/** Options of {@link jointRegression}. */
export interface JointRegressionOptions extends SampledOptions, SegmenterOptions {
  /** Number of forward passes, at least 1. Default 600. */
  readonly passes?: number | undefined
  /**
   * Cuts the input into segmentations: partitions whose parts do not overlap, of which the first 15 are taken. Default:
   * `preSegmentation()` for images and volumes of up to four channels, else `grid()`.
   */
  readonly partitioner?: Partitioner | undefined
}

/**
 * Returns a method that goes beyond the paper: it also masks each part alone, which shows what the model needs, and random
 * unions of parts, which shows how parts work together.
 *
 * A quarter of the passes keep one part, as in the paper; a quarter remove one; half preserve random unions, in pairs of a
 * union and its complement. One ridge regression over all passes gives each part of each segmentation a coefficient, and J is
 * the sum of those at a unit: it ranks units by how far they raise the score. Where J is above 0, the importance is J times
 * the fourth root of the map of PAMI from the kept parts, from 0 to 1, which is more precise about where the object is; below,
 * it is J times the mean of these roots, so that both signs are on one scale. See docs/quality.md for measurements.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const { partitioner, read } = jointRegression({ passes: 300 })
 * const map = read(await explain({ model, input, partitioner }))
 */
export function jointRegression({
  passes = 600,
  seed = 0,
  partitioner,
  segmenter,
}: JointRegressionOptions = {}): Method {
  whole("passes", passes, 1)
  whole("seed", seed, 0)
  const segmentations =
    partitioner ?? byKind("segmentations", preSegmentation(segmenter && { segmenter }), grid())
  const settings = { passes, seed, partitioner: recorded(segmentations) }
  return {
    name: "joint-regression",
    settings,
    partitioner: {
      name: "parts kept, removed and mixed",
      settings,
      total: () => passes,
      partitions: (input, signal) => evidence(segmentations, input, passes, seed, signal),
    },
    read: (explanation, target, name) => gridOf(read(explanation, target), explanation, name),
  }
}

function read(explanation: Explanation, target: TargetId | undefined): Float32Array {
  // A higher power raises the energy on the object, and worsens both curves.
  const factors = keptMean(explanation, target).map((value) => Math.sqrt(Math.sqrt(value)))
  const mean = factors.reduce((sum, value) => sum + value, 0) / factors.length
  const map = regress(explanation, target)
  return new Float32Array(map.map((value, unit) => value * (value > 0 ? factors[unit] : mean)))
}
