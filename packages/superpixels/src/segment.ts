import { defaultSigma, lowestScale, prepareFelzenszwalb } from "./felzenszwalb/felzenszwalb.ts"
import type { FelzenszwalbOptions } from "./felzenszwalb/felzenszwalb.ts"
import type { Pixels } from "./primitives/pixels.ts"
import { defaultBins, prepareSeeds } from "./seeds/seeds.ts"
import type { SeedsOptions } from "./seeds/seeds.ts"
import { prepareSlic, slicColours } from "./slic/slic.ts"
import type { SlicOptions } from "./slic/slic.ts"
import { prepareWatershed } from "./watershed/watershed.ts"
import type { WatershedOptions } from "./watershed/watershed.ts"

/** A segmentation as plain data: the name of the algorithm, and its options. */
export type Segmentation =
  | ({ readonly algorithm: "felzenszwalb" } & FelzenszwalbOptions)
  | ({ readonly algorithm: "slic" } & SlicOptions)
  | ({ readonly algorithm: "seeds" } & SeedsOptions)
  | ({ readonly algorithm: "watershed" } & WatershedOptions)

/** An algorithm, split into work that settings share and work per setting. */
interface Algorithm<Options> {
  /** Returns the values that settings must have in common to share work. */
  readonly sharedBy: (pixels: Pixels, options: Options) => readonly unknown[]
  /** Does the shared work of at least one setting, and returns a function that segments with any of them. */
  readonly prepare: (pixels: Pixels, all: readonly Options[]) => (options: Options) => Int32Array
}

const algorithms: {
  readonly [Name in Segmentation["algorithm"]]: Algorithm<Extract<Segmentation, { readonly algorithm: Name }>>
} = {
  felzenszwalb: {
    sharedBy: (_, { sigma = defaultSigma }) => [sigma],
    prepare: (pixels, all) => prepareFelzenszwalb(pixels, all[0].sigma ?? defaultSigma, lowestScale(all)),
  },
  slic: {
    sharedBy: (pixels, options) => Object.values(slicColours(pixels, options)),
    prepare: (pixels, [first]) => prepareSlic(pixels, slicColours(pixels, first)),
  },
  seeds: {
    sharedBy: (_, { bins = defaultBins }) => [bins],
    prepare: (pixels, [{ bins = defaultBins }]) => prepareSeeds(pixels, bins),
  },
  watershed: {
    sharedBy: () => [],
    prepare: (pixels) => prepareWatershed(pixels),
  },
}

/**
 * Segments one input with several settings. Work that settings share is done once: the sorted edges of Felzenszwalb
 * with equal `sigma`; the colour conversion of SLIC with equal `compactness`, `sigma` and `convertToLab`; the
 * histogram cells of SEEDS with equal `bins`; the Sobel magnitude of watershed.
 *
 * @param settings any number, in any order
 * @returns one label map per setting, in the order of `settings`, equal to that of the algorithm's own function
 * @throws TypeError or RangeError for invalid pixels or options, or an unknown algorithm
 * @example
 * ```ts
 * const [coarse, fine] = segment({ shape: [height, width], channels: 3, data: rgb }, [
 *   { algorithm: "slic", segments: 10 },
 *   { algorithm: "slic", segments: 80 },
 * ])
 * ```
 */
export function segment(pixels: Pixels, settings: readonly Segmentation[]): Int32Array[] {
  const maps: Int32Array[] = []
  for (const { setting, labels } of segmentEach(pixels, settings)) maps[setting] = labels
  return maps
}

/**
 * {@link segment}, one label map at a time. Settings that share work are consecutive.
 *
 * @returns a generator of label maps, each with the index of its setting in `settings`
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
    const key = JSON.stringify([algorithm, ...findAlgorithm(algorithm).sharedBy(pixels, setting)])
    together.set(key, [...(together.get(key) ?? []), place])
  })
  for (const places of together.values()) {
    const all: readonly Segmentation[] = places.map((place) => settings[place])
    const segmentBy = findAlgorithm(all[0].algorithm).prepare(pixels, all)
    for (const setting of places) yield { setting, labels: segmentBy(settings[setting]) }
  }
}

function findAlgorithm(name: Segmentation["algorithm"]): Algorithm<Segmentation> {
  if (!Object.hasOwn(algorithms, name)) {
    const known = Object.keys(algorithms).join(", ")
    throw new RangeError(`algorithm: expected one of ${known}, received ${JSON.stringify(name)}`)
  }
  // The compiler cannot see that a setting is passed only to the algorithm that it names.
  return algorithms[name] as Algorithm<Segmentation>
}
