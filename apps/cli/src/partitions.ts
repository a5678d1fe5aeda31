import { PamiError } from "@pami/core"
import { parseSegmentationList } from "@pami/recipe"
import { parseSegmentations } from "@pami/pre-segmentation"
import type { Segmentation } from "@pami/superpixels"
import { UsageError } from "./exit-status.ts"
import { exists, readText } from "./files.ts"
import { didYouMean } from "./near-names.ts"

const algorithms = ["felzenszwalb", "slic", "seeds", "watershed"]

// A thousand settings need a fraction of it.
const longestList = 2 ** 20

/**
 * Reads what `--partitions` names: segmentations for a grid of units, or files of label maps. A JSON file lists
 * segmentations: `[{ "algorithm": "slic", "segments": 30 }, ...]`.
 */
export async function readPartitions(
  named: readonly string[],
  units: readonly number[],
): Promise<{ settings: readonly Segmentation[] | null; labelMaps: readonly string[] }> {
  const settings: Segmentation[] = []
  const labelMaps: string[] = []
  for (const name of named) {
    if (!(await exists(name))) settings.push(...segmentationsNamed(name, units))
    else if (name.toLowerCase().endsWith(".json"))
      settings.push(...listed(await readText(name, longestList), name))
    else labelMaps.push(name)
  }
  if (settings.length > 0 && labelMaps.length > 0)
    throw new UsageError("--partitions takes names of segmentations, or files of label maps, not both")
  return { settings: settings.length === 0 ? null : settings, labelMaps }
}

function segmentationsNamed(name: string, units: readonly number[]): readonly Segmentation[] {
  try {
    return parseSegmentationList(parseSegmentations(name, units), name)
  } catch (error) {
    const near = didYouMean(name.replace(/-.*/s, ""), ["authors", ...algorithms])
    throw new UsageError(`--partitions: no file is called ${name}, and ${(error as Error).message}.${near}`)
  }
}

function listed(text: string, file: string): readonly Segmentation[] {
  const invalid = (what: string) =>
    new PamiError(
      "RECIPE_INVALID",
      `${file}: ${what}; it holds a list such as [{ "algorithm": "slic", "segments": 30, "compactness": 20 }]`,
    )
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch (error) {
    throw invalid(`not JSON (${(error as Error).message})`)
  }
  try {
    return parseSegmentationList(list, "")
  } catch (error) {
    throw invalid((error as Error).message)
  }
}
