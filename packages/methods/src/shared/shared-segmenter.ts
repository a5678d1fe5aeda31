import { scheduledSegmentations } from "@pami/pre-segmentation"
import type { Segmenter } from "@pami/pre-segmentation"

/**
 * Returns a segmenter for methods that are compared on the same images: it segments the pixels of an image once with each
 * setting. It works in the caller's thread, where its code stays compiled from image to image, while a worker ends when the
 * other methods leave it idle. The label maps stay in memory as long as the pixels.
 *
 * @example
 * const segmenter = sharedSegmenter()
 * const methods = [pami({ passes: 100, segmenter }), jointRegression({ passes: 100, segmenter })]
 */
export function sharedSegmenter(): Segmenter {
  const known = new WeakMap<object, Map<string, Int32Array>>()
  return async (pixels, settings) => {
    // Awaited first: of two calls at once, the second finds the label maps of the first.
    const { segment } = await import("@pami/superpixels")
    let maps = known.get(pixels.data)
    if (maps === undefined) known.set(pixels.data, (maps = new Map()))
    const isKnown = (setting: object) => maps.has(JSON.stringify(setting))
    if (!settings.every(isKnown)) {
      // Methods ask for a few settings at first, to start soon, and for the rest soon after: settings share work.
      const scheduled = scheduledSegmentations(pixels.shape)
      const names = scheduled.map((setting) => JSON.stringify(setting))
      const isScheduled = settings.every((setting) => names.includes(JSON.stringify(setting)))
      const open = (isScheduled ? scheduled : settings).filter((setting) => !isKnown(setting))
      for (const [index, labels] of segment(pixels, open).entries())
        maps.set(JSON.stringify(open[index]), labels)
    }
    return settings.map((setting) => maps.get(JSON.stringify(setting))!)
  }
}
