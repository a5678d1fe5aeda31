import type { FelzenszwalbOptions, SeedsOptions, SlicOptions, WatershedOptions } from "@pami/superpixels"
import * as v from "valibot"
import { limits } from "./limits.ts"
import { above, list, number, whole } from "./values.ts"

type Entries<Options> = Record<keyof Options, v.GenericSchema>

const parts = whole(1, limits.pixels)
// Ten times what the authors use: rounds cost time, and nothing else bounds it.
const rounds = whole(1, 100)
const smoothing = number(0, 100)
const weight = number(0, 1e9)
const positive = above(0, 1e9)

// Seeds keep a histogram of `bins ** 3` cells for each part.
const histogramCells = 2 ** 24

const felzenszwalb = {
  scale: v.exactOptional(positive),
  sigma: v.exactOptional(smoothing),
  minSize: v.exactOptional(parts),
} satisfies Entries<FelzenszwalbOptions>

const slic = {
  segments: v.exactOptional(parts),
  compactness: v.exactOptional(positive),
  iterations: v.exactOptional(rounds),
  zero: v.exactOptional(v.boolean()),
  sigma: v.exactOptional(smoothing),
  convertToLab: v.exactOptional(v.boolean()),
  enforceConnectivity: v.exactOptional(v.boolean()),
  minSizeFactor: v.exactOptional(number(0, 1000)),
  maxSizeFactor: v.exactOptional(above(0, 1000)),
} satisfies Entries<SlicOptions>

const seeds = {
  superpixels: parts,
  levels: v.exactOptional(whole(1, 24)),
  bins: v.exactOptional(whole(1, 40)),
  doubleStep: v.exactOptional(v.boolean()),
  prior: v.exactOptional(whole(0, 5)),
  iterations: v.exactOptional(whole(0, 100)),
} satisfies Entries<SeedsOptions>

const watershed = {
  markers: parts,
  compactness: v.exactOptional(weight),
} satisfies Entries<WatershedOptions>

/** The schema of one `Segmentation`. */
export const segmentationSchema = v.variant("algorithm", [
  v.strictObject({ algorithm: v.literal("felzenszwalb"), ...felzenszwalb }),
  v.strictObject({ algorithm: v.literal("slic"), ...slic }),
  v.pipe(
    v.strictObject({ algorithm: v.literal("seeds"), ...seeds }),
    v.check(
      ({ superpixels, bins = 5 }) => superpixels * bins ** 3 <= histogramCells,
      `superpixels times bins ** 3 of at most ${histogramCells}`,
    ),
  ),
  v.strictObject({ algorithm: v.literal("watershed"), ...watershed }),
])

/** The schema of a pre-segmentation's settings, at least one. */
export const segmentationsSchema = list(segmentationSchema, limits.list, 1)
