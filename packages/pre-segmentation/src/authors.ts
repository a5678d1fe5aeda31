import { sizeOf } from "@pami/core"
import type { Segmentation } from "@pami/superpixels"

// The authors' smallest part, 784 pixels of 224x224.
const smallestShare = 784 / 224 ** 2

/**
 * The authors' list of 20 segmentations (paper, pre-segmentation strategy), in their order. What is given in units, the
 * smallest part of Felzenszwalb's, follows the number of units; at 224x224 it is theirs. SEEDS cuts pictures only: the
 * list for signals and volumes is the other 17.
 *
 * @param units the unit grid: `[H, W]`, `[T]`, `[D, H, W]`
 */
export function authorsSegmentations(units: readonly number[]): Segmentation[] {
  const minSize = Math.max(1, Math.round(smallestShare * sizeOf(units)))
  const list: Segmentation[] = [
    ...[250, 200, 150, 100, 70, 50].map((scale) => felzenszwalb(scale, minSize)),
    ...[10, 20, 30, 40, 50, 60, 70, 80].map(slic),
    ...[10, 20, 30].map(seeds),
    ...[10, 20, 30].map(watershed),
  ]
  return units.length === 2 ? list : list.filter(({ algorithm }) => algorithm !== "seeds")
}

function felzenszwalb(scale: number, minSize: number): Segmentation {
  return { algorithm: "felzenszwalb", scale, sigma: 0.8, minSize }
}

function slic(segments: number): Segmentation {
  return { algorithm: "slic", segments, compactness: 20 }
}

function seeds(superpixels: number): Segmentation {
  return { algorithm: "seeds", superpixels, levels: 5, bins: 5, doubleStep: true, iterations: 10 }
}

function watershed(markers: number): Segmentation {
  return { algorithm: "watershed", markers, compactness: 0.0001 }
}

/**
 * One segmentation with the authors' settings but for the number that varies in their list.
 *
 * @param value `scale`, `segments`, `superpixels` or `markers`
 */
export function authorsSegmentation(
  algorithm: Segmentation["algorithm"],
  value: number,
  units: readonly number[],
): Segmentation {
  if (algorithm !== "felzenszwalb") return { slic, seeds, watershed }[algorithm](value)
  return felzenszwalb(value, Math.max(1, Math.round(smallestShare * sizeOf(units))))
}
