import { defaultSigma, lowestScale, prepareFelzenszwalb } from "./felzenszwalb/felzenszwalb.ts"
import type { FelzenszwalbOptions } from "./felzenszwalb/felzenszwalb.ts"
import type { Pixels } from "./primitives/pixels.ts"
import { defaultBins, prepareSeeds } from "./seeds/seeds.ts"
import type { SeedsOptions } from "./seeds/seeds.ts"
import { prepareSlic, slicColours } from "./slic/slic.ts"
import type { SlicOptions } from "./slic/slic.ts"
import { prepareWatershed } from "./watershed/watershed.ts"
import type { WatershedOptions } from "./watershed/watershed.ts"

/** One segmentation as plain data: the name of the algorithm, and its options beside it. */
export type Segmentation =
  | ({ readonly algorithm: "felzenszwalb" } & FelzenszwalbOptions)
  | ({ readonly algorithm: "slic" } & SlicOptions)
  | ({ readonly algorithm: "seeds" } & SeedsOptions)
  | ({ readonly algorithm: "watershed" } & WatershedOptions)

/** What an algorithm does once for all settings that share it. */
interface Family<Options> {
  /** The values that settings must have in common to share. */
  readonly shared: (pixels: Pixels, options: Options) => readonly unknown[]
  /** Does the shared work of settings that may share, at least one; what it returns cuts by any of them. */
  readonly prepare: (pixels: Pixels, all: readonly Options[]) => (options: Options) => Int32Array
}

const families: {
  readonly [Name in Segmentation["algorithm"]]: Family<Extract<Segmentation, { readonly algorithm: Name }>>
} = {
  felzenszwalb: {
    shared: (_, { sigma = defaultSigma }) => [sigma],
    prepare: (pixels, all) => prepareFelzenszwalb(pixels, all[0].sigma ?? defaultSigma, lowestScale(all)),
  },
  slic: {
    shared: (pixels, options) => Object.values(slicColours(pixels, options)),
    prepare: (pixels, [first]) => prepareSlic(pixels, slicColours(pixels, first)),
  },
  seeds: {
    shared: (_, { bins = defaultBins }) => [bins],
    prepare: (pixels, [{ bins = defaultBins }]) => prepareSeeds(pixels, bins),
  },
  watershed: {
    shared: () => [],
    prepare: (pixels) => prepareWatershed(pixels),
  },
}

/**
 * Cuts one input by several settings. Work that settings share is done once: one sorted edge list for Felzenszwalb of
 * equal `sigma`, one colour conversion for SLIC of equal `compactness`, `sigma` and `convertToLab`, one histogram cell a
 * pixel for SEEDS of equal `bins`, one Sobel magnitude for watershed.
 *
 * @param settings any number, in any order; none gives no label map
 * @returns one label map a setting, in the order of `settings`, each what its algorithm gives alone
 * @throws TypeError or RangeError for pixels or options outside their range, or an algorithm that does not exist
 */
export function segment(pixels: Pixels, settings: readonly Segmentation[]): Int32Array[] {
  const maps: Int32Array[] = []
  for (const { setting, labels } of segmentEach(pixels, settings)) maps[setting] = labels
  return maps
}

/**
 * {@link segment} one label map at a time, each when it is asked for; settings that share work come one after the other.
 *
 * @returns label maps, each with the place of its setting in `settings`
 */
export function* segmentEach(
  pixels: Pixels,
  settings: readonly Segmentation[],
): Generator<{ readonly setting: number; readonly labels: Int32Array }> {
  if (!Array.isArray(settings)) {
    throw new TypeError(`settings: expected an array of segmentations, received ${typeof settings}`)
  }
  const together = new Map<string, number[]>()
  settings.forEach((setting: Segmentation, place) => {
    const { algorithm } = setting
    const key = JSON.stringify([algorithm, ...familyOf(algorithm).shared(pixels, setting)])
    together.set(key, [...(together.get(key) ?? []), place])
  })
  for (const places of together.values()) {
    const all: readonly Segmentation[] = places.map((place) => settings[place])
    const cut = familyOf(all[0].algorithm).prepare(pixels, all)
    for (const setting of places) yield { setting, labels: cut(settings[setting]) }
  }
}

function familyOf(algorithm: Segmentation["algorithm"]): Family<Segmentation> {
  if (!Object.hasOwn(families, algorithm)) {
    const known = Object.keys(families).join(", ")
    throw new RangeError(`algorithm: expected one of ${known}, received ${JSON.stringify(algorithm)}`)
  }
  // The compiler cannot see that a setting meets the family that its own name picked.
  return families[algorithm] as Family<Segmentation>
}
