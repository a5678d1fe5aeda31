import { PamiError } from "@pami/core"
import type { Segmentation } from "@pami/superpixels"
import { check } from "./schema/check.ts"
import { segmentationsSchema } from "./schema/segmentation.ts"

/**
 * Checks a list of segmentations that came from a file or was made of names.
 *
 * @param name what the list is called, for people
 * @throws PamiError `RECIPE_INVALID` that names the first setting that is wrong
 */
export function parseSegmentationList(list: unknown, name: string): readonly Segmentation[] {
  const checked = check(segmentationsSchema, list, name)
  if ("problem" in checked) throw new PamiError("RECIPE_INVALID", checked.problem)
  return checked.value
}
