import { authorsSegmentations, formatSegmentation } from "@pami/pre-segmentation"
import type { Segmentation } from "@pami/superpixels"

/** The settings of one algorithm, which share work. */
export interface Family {
  readonly algorithm: Segmentation["algorithm"]
  /** Names of the settings in the reference, in the order of `settings`. */
  readonly names: readonly string[]
  readonly settings: readonly Segmentation[]
}

const list = authorsSegmentations([224, 224])

/** The 20 settings of the paper, by algorithm. */
export const paperFamilies: readonly Family[] = (["felzenszwalb", "slic", "watershed", "seeds"] as const).map(
  (algorithm) => {
    const settings = list.filter((setting) => setting.algorithm === algorithm)
    return { algorithm, settings, names: settings.map(formatSegmentation) }
  },
)
