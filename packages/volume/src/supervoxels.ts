import type { Partitioner } from "@pami/core"
import { type PreSegmentationOptions, preSegmentation } from "@pami/pre-segmentation"

/** Options of {@link supervoxels}. */
export interface SupervoxelsOptions extends Pick<PreSegmentationOptions, "segmenter" | "ahead"> {
  /** Approximate numbers of supervoxels, one segmentation each, coarse ones first. Default: as `passes` allows. */
  readonly segments?: readonly number[]
  /** Weight of distance in space against distance in value, above 0; higher gives more cubic parts. Default: 0.3. */
  readonly compactness?: number
  /** Without `segments`: about how many supervoxels there are in all. Default: 500. */
  readonly passes?: number
}

/**
 * Returns a partitioner of supervoxels: three-dimensional SLIC (Achanta et al., TPAMI 2012) with several numbers of
 * segments, coarse first, so that a sweep that ends early gives a valid, coarser map. Works on images and signals as well.
 * It is the default for volumes; see the README for figures.
 *
 * @throws RangeError for segments, passes or a compactness out of range
 *
 * @example
 * const volume = volumeOfArray({ shape: [16, 16, 16], data: Float32Array.from({ length: 4096 }, (_, i) => i % 7) })
 * const tensor = { name: "scan", dtype: "float32", shape: [null, 1, 16, 16, 16] } as const
 * const { input } = await volumeInput({ volume, tensor })
 * const partitioner = supervoxels({ segments: [8, 27] })
 * console.log(partitioner.planned?.(input).join()) // 2
 */
export function supervoxels(options: SupervoxelsOptions = {}): Partitioner {
  const { compactness = 0.3, passes = 500, segmenter, ahead } = options
  if (!(passes >= 1)) throw new RangeError(`passes is at least 1; got ${passes}`)
  if (!(compactness > 0)) throw new RangeError(`compactness is above 0; got ${compactness}`)
  const { segments = segmentsFor(passes) } = options
  if (segments.length === 0 || !segments.every((count) => Number.isInteger(count) && count >= 1))
    throw new RangeError(`segments is a list of whole numbers from 1; got ${segments.join(", ")}`)
  return {
    ...preSegmentation({
      settings: segments.map((count) => ({ algorithm: "slic", segments: count, compactness })),
      ...(segmenter && { segmenter }),
      ...(ahead !== undefined && { ahead }),
    }),
    name: "supervoxels",
    settings: { segments: [...segments], compactness },
  }
}

// Neighbouring numbers of segments differ by this factor: enough for their borders to lie elsewhere.
const growth = 1.25
// As many along each axis as the 10 superpixels of an image with which the authors start. Coarser ones keep much around a small
// object, which blurs its map: see the README.
const coarsest = 32

/** Returns numbers of segments that add up to about `passes`, ascending. */
function segmentsFor(passes: number): number[] {
  const found: number[] = []
  let rest = passes
  for (let count = coarsest; rest > 0; count *= growth) {
    const next = Math.min(Math.round(count), rest)
    // A last segmentation that is coarser than the first is not worth its passes.
    if (next < coarsest && found.length > 0) break
    found.push(next)
    rest -= next
  }
  return found.toSorted((a, b) => a - b)
}
