import { fixedPartitions, fromLabels, grid, slidingWindow } from "@pami/core"
import type { Partitioner } from "@pami/core"
import { fitLabels } from "@pami/image"
import type { Geometry, LabelMap } from "@pami/image"
import { authorsSegmentations, preSegmentation } from "@pami/pre-segmentation"
import type { Segmenter } from "@pami/pre-segmentation"
import { definedFields } from "./schema/defined-fields.ts"
import type { ResolvedRecipe } from "./resolve-recipe.ts"

// While the runtime computes, the worker cuts the next copy: more would only hold label maps longer.
const ahead = 1

/**
 * Returns the partitioner of a recipe.
 *
 * @param geometry how the image lies on the model's grid, to which label maps are fitted
 * @param segmenter default: that of `preSegmentation`, which segments in a worker
 */
export async function createPartitioner(
  { recipe, labelMaps: drawings }: Pick<ResolvedRecipe, "recipe" | "labelMaps">,
  geometry: Geometry,
  segmenter?: Segmenter,
): Promise<Partitioner> {
  const { strategy, mode, radius, stride, passes, settings, labelMaps } = recipe
  // A recipe's `null` is the partitioner's default.
  const budget = { passes: passes ?? undefined }
  if (strategy === "pre-segmentation") {
    if (labelMaps.length > 0) return fromDrawings(labelMaps, drawings, geometry)
    const { width, height } = geometry.grid
    const chosen = settings ?? (mode === "authors" ? authorsSegmentations([height, width]) : undefined)
    return preSegmentation({
      ...definedFields({ settings: chosen }),
      ...(segmenter === undefined ? {} : { segmenter, ahead }),
    })
  }
  // A cell is as wide as a window of that radius.
  if (strategy === "grid")
    return grid({
      ...(radius === null ? {} : { size: 2 * radius }),
      ...definedFields({ shift: stride ?? undefined, ...budget }),
    })
  return slidingWindow({
    mode,
    ...definedFields({ radius: radius ?? undefined, stride: stride ?? undefined, ...budget }),
  })
}

/** Returns the partitions of label maps, drawn by hand or by another program. */
async function fromDrawings(
  names: readonly string[],
  labelMaps: readonly LabelMap[],
  geometry: Geometry,
): Promise<Partitioner> {
  const { width, height } = geometry.grid
  const partitions = []
  for (const [index, name] of names.entries())
    partitions.push(
      fromLabels(
        await fitLabels(labelMaps[index], geometry),
        [height, width],
        name.split(/[\\/]/).at(-1) ?? name,
      ),
    )
  return fixedPartitions(partitions)
}
