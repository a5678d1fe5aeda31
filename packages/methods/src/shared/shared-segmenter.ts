import type { Segmenter } from "@pami/pre-segmentation"
import { segment } from "@pami/superpixels"

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
  return (pixels, settings) => {
    let maps = known.get(pixels.data)
    if (maps === undefined) known.set(pixels.data, (maps = new Map()))
    const open = settings.filter((setting) => !maps.has(JSON.stringify(setting)))
    for (const [index, labels] of segment(pixels, open).entries())
      maps.set(JSON.stringify(open[index]), labels)
    return settings.map((setting) => maps.get(JSON.stringify(setting))!)
  }
}
