import { sizeOf } from "@pami/core/tensor"
import type { Segmentation } from "@pami/superpixels"

// Share of the image that the authors' smallest Felzenszwalb part has: 784 of 224 x 224 pixels.
const smallestShare = 784 / 224 ** 2

/**
 * Returns the authors' list of 20 segmentations, in their order (the paper's pre-segmentation strategy). The minimum
 * part size of Felzenszwalb scales with the number of units, and equals theirs at 224 x 224. SEEDS segments images
 * only, so the list for signals and volumes has the other 17.
 *
 * @param units the unit grid to segment: `[H, W]`, `[T]`, `[D, H, W]`
 */
export function authorsSegmentations(units: readonly number[]): Segmentation[] {
  const list = [
    ...each("felzenszwalb", [250, 200, 150, 100, 70, 50], units),
    ...each("slic", [10, 20, 30, 40, 50, 60, 70, 80], units),
    ...each("seeds", [10, 20, 30], units),
    ...each("watershed", [10, 20, 30], units),
  ]
  return units.length === 2 ? list : list.filter(({ algorithm }) => algorithm !== "seeds")
}

function each(
  algorithm: Segmentation["algorithm"],
  values: readonly number[],
  units: readonly number[],
): Segmentation[] {
  return values.map((value) => authorsSegmentation(algorithm, value, units))
}

/**
 * Returns one segmentation with the authors' options, except for the one that varies in their list.
 *
 * @param value `scale`, `segments`, `superpixels` or `markers`
 */
export function authorsSegmentation(
  algorithm: Segmentation["algorithm"],
  value: number,
  units: readonly number[],
): Segmentation {
  switch (algorithm) {
    case "felzenszwalb":
      return {
        algorithm,
        scale: value,
        sigma: 0.8,
        minSize: Math.max(1, Math.round(smallestShare * sizeOf(units))),
      }
    case "slic":
      return { algorithm, segments: value, compactness: 20 }
    case "seeds":
      return { algorithm, superpixels: value, levels: 5, bins: 5, doubleStep: true, iterations: 10 }
    case "watershed":
      return { algorithm, markers: value, compactness: 0.0001 }
  }
}
