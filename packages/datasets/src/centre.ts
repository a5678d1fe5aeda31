import { isPamiError } from "@pami/core"
import { pointsNear } from "@pami/evaluation"
import type { Entry, Failure } from "./data-set.ts"
import { isItem } from "./data-set.ts"
import { failure } from "./data-set-error.ts"
import { truthOf } from "./truth.ts"

/** The row `centre` of the pointing game. */
export interface CentreResult {
  /** Mean over classes of the share of hits, 0 to 1; `NaN` without objects. */
  readonly accuracy: number
  /** Hits and tries of each class. */
  readonly classes: ReadonlyMap<string, { readonly hits: number; readonly tries: number }>
  /** Entries without a usable annotation. */
  readonly failures: readonly Failure[]
}

/**
 * Returns the row `centre` of TorchRay's pointing game: the point is the middle of each image, a hit is an object of the class
 * less than 15 pixels away, and the mean is over classes. A class of an image whose objects are all difficult does not count.
 * Reads annotations only. TorchRay's table has 69.6 % for VOC 2007 test and 27.8 % for COCO 2014 val.
 *
 * @throws PamiError the errors of the data set as a whole
 * @throws RangeError for annotations without the size of the image
 *
 * @example
 * const { accuracy } = await centre(shapes.entries())
 * console.log(accuracy) // 0.5
 */
export async function centre(entries: AsyncIterable<Entry>): Promise<CentreResult> {
  const classes = new Map<string, { hits: number; tries: number }>()
  const failures: Failure[] = []
  for await (const entry of entries) {
    if (!isItem(entry)) {
      failures.push(entry)
      continue
    }
    for (const { name } of entry.labels) {
      const objects = entry.objects.filter(({ label }) => label === name)
      if (objects.every(({ difficult }) => difficult === true)) continue
      try {
        const truth = await truthOf(entry, name)
        if (truth === undefined) continue
        const counted = classes.get(name) ?? { hits: 0, tries: 0 }
        if (pointsNear(truth, truth.width / 2, truth.height / 2)) counted.hits++
        counted.tries++
        classes.set(name, counted)
      } catch (error) {
        if (!isPamiError(error)) throw error
        failures.push(failure(entry.id, error))
      }
    }
  }
  const shares = [...classes.values()].map(({ hits, tries }) => hits / tries)
  return { accuracy: shares.reduce((sum, share) => sum + share, 0) / shares.length, classes, failures }
}
