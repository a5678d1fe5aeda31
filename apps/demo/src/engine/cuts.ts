import { createPartitioner, type ResolvedRecipe } from "@pami/recipe"
import type { PictureInput } from "@pami/image"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Pixels } from "@pami/superpixels"

// Larger caches are not kept: this many units take 32 MiB.
const mostUnits = 2 ** 23

/**
 * Returns a segmenter that caches the label maps of the latest pixels: an image is often explained again, with another
 * mask or more passes, and segmentation takes cores from the model.
 */
export function keepCuts(segmenter: Segmenter): Segmenter {
  let latest: Pixels | undefined
  const kept = new Map<string, ReturnType<Segmenter>>()
  let units = 0

  return (pixels, settings) => {
    if (latest === undefined || !isSame(latest, pixels)) {
      latest = pixels
      kept.clear()
      units = 0
    }
    const key = JSON.stringify(settings)
    const known = kept.get(key)
    if (known !== undefined) return known
    const maps = Promise.resolve(segmenter(pixels, settings))
    units += settings.length * pixels.shape.reduce((product, length) => product * length)
    if (units <= mostUnits) {
      kept.set(key, maps)
      // The next call retries.
      maps.catch(() => kept.get(key) === maps && kept.delete(key))
    }
    return maps
  }
}

function isSame(a: Pixels, b: Pixels): boolean {
  return (
    a.channels === b.channels &&
    a.shape.join() === b.shape.join() &&
    a.data.length === b.data.length &&
    a.data.every((value, i) => value === b.data[i])
  )
}

/**
 * Has a caching segmenter start with the segmentations that a sweep of the recipe needs first: its worker would be idle
 * until the model has seen the image and the page has drawn the prediction.
 */
export function cutAhead(
  resolved: ResolvedRecipe,
  { input, geometry }: PictureInput,
  segmenter: Segmenter,
): void {
  const begin = async () => {
    const { partitions } = await createPartitioner(resolved, geometry, segmenter)
    // The second one comes together with most of the others, or has the partitioner ask for them.
    let count = 0
    for await (const _ of partitions(input)) if (++count === 2) return
  }
  // The sweep reports an error when it comes to it.
  begin().catch(() => {})
}
