import { countParts, fromLabels, partOf } from "@pami/core"
import { formatSegmentation, scheduledSegmentations } from "@pami/pre-segmentation"
import { segment, type Segmentation } from "@pami/superpixels"
import type { Cut } from "./contract.ts"

// Parts that are few enough to watch them all, and small enough to tell things apart.
const first: Segmentation = { algorithm: "slic", segments: 24, compactness: 20 }

/** Cuts pixels as the method does: one set of parts to watch, then the authors' list, coarse ones first. */
export function cutPixels(data: Float32Array, width: number, height: number): Cut[] {
  const units = [height, width]
  const settings = [first, ...scheduledSegmentations(units)]
  return segment({ shape: units, channels: 3, data }, settings).map((labels, index) => {
    const partition = fromLabels(labels, units)
    const parts = Array.from({ length: countParts(partition) }, (_, k) => partOf(partition, k).slice())
    return { name: formatSegmentation(settings[index]), parts }
  })
}
