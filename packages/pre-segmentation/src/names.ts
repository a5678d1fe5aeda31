import type { Segmentation } from "@pami/superpixels"
import { authorsSegmentation, authorsSegmentations } from "./authors.ts"

const algorithms: readonly Segmentation["algorithm"][] = ["felzenszwalb", "slic", "seeds", "watershed"]

/** Returns the short name of a segmentation that {@link parseSegmentations} reads: `slic-30`. */
export function formatSegmentation(segmentation: Segmentation): string {
  switch (segmentation.algorithm) {
    case "felzenszwalb":
      return `felzenszwalb-${segmentation.scale ?? 1}`
    case "slic":
      return `slic-${segmentation.segments ?? 100}`
    case "seeds":
      return `seeds-${segmentation.superpixels}`
    case "watershed":
      return `watershed-${segmentation.markers}`
  }
}

/**
 * Parses a comma-separated list of segmentations: `felzenszwalb-SCALE`, `slic-SEGMENTS`, `seeds-SUPERPIXELS`,
 * `watershed-MARKERS`, each with the authors' other options, and `authors` for their list of 20.
 *
 * @param units the unit grid to segment: `[H, W]`, `[T]`, `[D, H, W]`
 * @throws RangeError for an unknown name, or a number that is not above 0
 * @example
 * ```ts
 * const partitioner = preSegmentation({ settings: parseSegmentations("slic-30,watershed-10", [224, 224]) })
 * ```
 */
export function parseSegmentations(text: string, units: readonly number[]): Segmentation[] {
  return text.split(",").flatMap((word) => {
    const name = word.trim()
    if (name === "authors") return authorsSegmentations(units)
    const [, algorithm, number] = /^([a-z]+)-(\d+(?:\.\d+)?)$/.exec(name) ?? []
    const known = algorithms.find((one) => one === algorithm)
    if (known === undefined || !(Number(number) > 0))
      throw new RangeError(
        `no segmentation is called "${name}"; expected authors, ${algorithms.map((one) => `${one}-N`).join(", ")}`,
      )
    return authorsSegmentation(known, Number(number), units)
  })
}
