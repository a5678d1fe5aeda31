import type { Segmentation } from "@pami/superpixels"
import { authorsSegmentations } from "./authors.ts"
import { nameOf } from "./names.ts"

// A coarse segmentation first, which covers the input after seven parts or so; then coarse and fine ones of all
// algorithms in turn, so that what has been swept at any time is a fair sample of the list. Chosen among a dozen orders by
// insertion, energy and distance to the full run after 10 to 450 passes.
const order = (
  "slic-10 felzenszwalb-250 seeds-20 felzenszwalb-100 watershed-20 slic-20 felzenszwalb-50 " +
  "slic-30 slic-70 seeds-30 slic-50 felzenszwalb-200 watershed-30 slic-40 " +
  "felzenszwalb-150 slic-80 felzenszwalb-70 watershed-10 slic-60 seeds-10"
).split(" ")

/**
 * The authors' list of segmentations in an order that makes any number of passes count: coarse first, then interleaved.
 *
 * @param units the unit grid: `[H, W]`, `[T]`, `[D, H, W]`
 */
export function scheduledSegmentations(units: readonly number[]): Segmentation[] {
  return authorsSegmentations(units).sort((a, b) => order.indexOf(nameOf(a)) - order.indexOf(nameOf(b)))
}
