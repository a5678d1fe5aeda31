import type { Segmenter } from "@pami/pre-segmentation"
import { segmentInWorker, type WorkerSegmenter } from "@pami/superpixels/worker"

/**
 * Returns a segmenter for one image: its worker ends with the last segmentation, because the sweep, which goes on for
 * longer, and the figure need the memory.
 */
export function segmentOnce(): Segmenter {
  let worker: WorkerSegmenter | undefined
  return async (pixels, settings, options) => {
    const segment = (worker ??= segmentInWorker())
    const maps = await segment(pixels, settings, options)
    if (options?.isLast === true) {
      // A second stage segments its map in another worker.
      worker = undefined
      await segment.close()
    }
    return maps
  }
}
