import type { Segmentation } from "@pami/superpixels"
import { authorsSegmentation, authorsSegmentations } from "./authors.ts"

const algorithms: readonly Segmentation["algorithm"][] = ["felzenszwalb", "slic", "seeds", "watershed"]

/** A segmentation in short, as {@link parseSegmentations} reads it: `slic-30`. */
export function nameOf(setting: Segmentation): string {
  if (setting.algorithm === "felzenszwalb") return `felzenszwalb-${setting.scale ?? 1}`
  if (setting.algorithm === "slic") return `slic-${setting.segments ?? 100}`
  if (setting.algorithm === "seeds") return `seeds-${setting.superpixels}`
  return `watershed-${setting.markers}`
}

/**
 * Segmentations by name, with commas between: `authors` for their list of 20, `felzenszwalb-SCALE`, `slic-SEGMENTS`,
 * `seeds-SUPERPIXELS`, `watershed-MARKERS`, each with the authors' other settings.
 *
 * @param units the unit grid that they are for
 * @throws RangeError for a name that does not exist, or a number that is not above 0
 */
export function parseSegmentations(text: string, units: readonly number[]): Segmentation[] {
  return text.split(",").flatMap((word) => {
    const name = word.trim()
    if (name === "authors") return authorsSegmentations(units)
    const [, algorithm, number] = /^([a-z]+)-(\d+(?:\.\d+)?)$/.exec(name) ?? []
    const known = algorithms.find((one) => one === algorithm)
    if (known === undefined || !(Number(number) > 0))
      throw new RangeError(
        `no segmentation is called "${name}"; there is authors, ${algorithms.map((one) => `${one}-N`).join(", ")}`,
      )
    return authorsSegmentation(known, Number(number), units)
  })
}
