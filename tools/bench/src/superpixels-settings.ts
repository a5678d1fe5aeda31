import type { Segmentation } from "@pami/superpixels"

/** A family of settings, which share work. */
export interface Family {
  readonly algorithm: Segmentation["algorithm"]
  /** What each setting is called in the reference, in the order of `settings`. */
  readonly names: readonly string[]
  readonly settings: readonly Segmentation[]
}

function family<Value extends number>(
  values: readonly Value[],
  setting: (value: Value) => Segmentation,
): Family {
  const settings = values.map(setting)
  const { algorithm } = settings[0]
  return { algorithm, settings, names: values.map((value) => `${algorithm}-${value}`) }
}

/** The 20 settings of the paper. */
export const paperFamilies: readonly Family[] = [
  family([250, 200, 150, 100, 70, 50], (scale) => ({
    algorithm: "felzenszwalb",
    scale,
    sigma: 0.8,
    minSize: 784,
  })),
  family([10, 20, 30, 40, 50, 60, 70, 80], (segments) => ({ algorithm: "slic", segments, compactness: 20 })),
  family([10, 20, 30], (markers) => ({ algorithm: "watershed", markers, compactness: 0.0001 })),
  family([10, 20, 30], (superpixels) => ({
    algorithm: "seeds",
    superpixels,
    levels: 5,
    bins: 5,
    doubleStep: true,
    iterations: 10,
  })),
]
