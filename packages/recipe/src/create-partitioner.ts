import { fixedPartitions, fromLabels, grid, slidingWindow } from "@pami/core"
import type { Partitioner } from "@pami/core"
import { fitLabels } from "@pami/image"
import type { Geometry } from "@pami/image"
import { authorsSegmentations, preSegmentation } from "@pami/pre-segmentation"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Files } from "./files.ts"
import type { Recipe } from "./recipe.ts"

// While the runtime computes, the worker cuts the next copy: more would only hold label maps longer.
const ahead = 1

/** How the recipe cuts the picture. Label maps that it names are opened now. */
export async function createPartitioner(
  recipe: Recipe,
  geometry: Geometry,
  tools: { readonly segmenter?: Segmenter; readonly files: Files },
): Promise<Partitioner> {
  const { strategy, mode, radius, stride, passes, settings, labelMaps } = recipe
  const budget = passes === null ? {} : { passes }
  if (strategy === "pre-segmentation") {
    if (labelMaps.length > 0) return drawn(labelMaps, geometry, tools.files)
    const { width, height } = geometry.grid
    const chosen = settings ?? (mode === "authors" ? authorsSegmentations([height, width]) : undefined)
    return preSegmentation({
      ...(chosen === undefined ? {} : { settings: chosen }),
      ...(tools.segmenter === undefined ? {} : { segmenter: tools.segmenter, ahead }),
    })
  }
  // A cell is as wide as a window of that radius.
  if (strategy === "grid")
    return grid({
      ...(radius === null ? {} : { size: 2 * radius }),
      ...(stride === null ? {} : { shift: stride }),
      ...budget,
    })
  return slidingWindow({
    mode,
    ...(radius === null ? {} : { radius }),
    ...(stride === null ? {} : { stride }),
    ...budget,
  })
}

/** Label maps from files: drawn by hand, or by another program. */
async function drawn(names: readonly string[], geometry: Geometry, files: Files): Promise<Partitioner> {
  const { width, height } = geometry.grid
  const partitions = []
  for (const name of names)
    partitions.push(
      fromLabels(
        await fitLabels(await files.labels(name), geometry),
        [height, width],
        name.split(/[\\/]/).at(-1) ?? name,
      ),
    )
  return fixedPartitions(partitions)
}
