import { average, firstPasses, slidingWindow } from "@pami/core"
import type { Method, Partitioner } from "@pami/core"
import { preSegmentation } from "@pami/pre-segmentation"
import type { SegmenterOptions } from "./shared/options.ts"
import { byKind } from "./shared/by-kind.ts"
import { recorded } from "./shared/segments.ts"
import { gridOf } from "./shared/read.ts"

/** Options of {@link pami}. */
export interface PamiOptions extends SegmenterOptions {
  /**
   * Cuts the input into parts. Default: `preSegmentation()` for images and volumes of up to four channels, else
   * `slidingWindow()`.
   */
  readonly partitioner?: Partitioner | undefined
  /** The largest number of forward passes. Default: one for every part. */
  readonly passes?: number | undefined
}

/**
 * Returns the method of the paper: the importance of a unit is the mean score of the parts that preserve it (Shi et al.,
 * *PAMI: partition input and aggregate outputs for model interpretation*, section 3).
 *
 * @throws RangeError for fewer than one pass
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const method = pami({ passes: 100 })
 * const explanation = await explain({ model, input, partitioner: method.partitioner })
 * const map = method.read(explanation)
 */
export function pami({ partitioner, passes, segmenter }: PamiOptions = {}): Method {
  const windows = slidingWindow(passes === undefined ? {} : { passes })
  const whole =
    partitioner ?? byKind("strategy of the paper", preSegmentation(segmenter && { segmenter }), windows)
  return {
    name: "pami",
    settings: { partitioner: recorded(whole), passes: passes ?? null },
    partitioner: passes === undefined ? whole : firstPasses(whole, passes),
    read: (explanation, target, grid) => gridOf(average(explanation, target), explanation, grid),
  }
}
