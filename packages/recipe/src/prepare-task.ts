import type { Model } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { decodeNpy } from "@pami/image"
import type { Geometry, Picture } from "@pami/image"
import { prepareInput } from "./prepare-input.ts"
import type { ResolvedRecipe } from "./resolve-recipe.ts"
import type { TaskContext } from "./target/create-target.ts"
import { runOnce } from "./target/decide-task.ts"
import { vectorIn } from "./target/reference-vectors.ts"

/**
 * Returns the facts that the target of a recipe needs beyond it: the vectors of its references, by one pass each, and its
 * region on the model's grid.
 *
 * @param options those of {@link prepareInput}, for references that are images
 * @throws PamiError `REFERENCE_INVALID` for a reference that gives no vector, and the errors of {@link prepareInput}
 */
export async function prepareTask(
  resolved: ResolvedRecipe,
  model: Model,
  geometry: Geometry,
  options: Parameters<typeof prepareInput>[3] = {},
): Promise<TaskContext> {
  const { recipe, references = [], region } = resolved
  const { task, output } = recipe
  if (task?.name === "embedding") {
    const vectors: { label: string; vector: Float32Array }[] = []
    for (const [name, content] of references)
      vectors.push({
        label: name.split(/[\\/]/).at(-1)!,
        vector:
          content instanceof Uint8Array
            ? Float32Array.from(decodeNpy(content, name).data, Number)
            : vectorIn(
                await runOnce(model, (await prepareInput(resolved, model, content, options)).input),
                output,
                name,
              ),
      })
    return { references: vectors }
  }
  if (task?.name !== "segmentation" || task.region === "own") return {}
  const isInside =
    typeof task.region === "string" ? insideMask(region!, geometry.picture) : insideBox(task.region)
  const { width, height } = geometry.grid
  return { region: { width, height, data: onGrid(isInside, geometry) } }
}

/** Returns whether a place of the image, in pixels, lies in a region. */
type IsInside = (x: number, y: number) => boolean

function insideBox(box: { x: number; y: number; width: number; height: number }): IsInside {
  return (x, y) => x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height
}

/** Returns whether the mask is brighter than half at a place; a mask of another size is stretched. */
function insideMask(mask: Picture, size: { readonly width: number; readonly height: number }): IsInside {
  const across = mask.width / size.width
  const down = mask.height / size.height
  return (x, y) => {
    const [column, row] = [Math.floor(x * across), Math.floor(y * down)]
    if (column < 0 || row < 0 || column >= mask.width || row >= mask.height) return false
    const at = 3 * (row * mask.width + column)
    return mask.data[at] + mask.data[at + 1] + mask.data[at + 2] >= 384
  }
}

/** Returns a region on the model's grid, 1 where the middle of a unit lies inside. */
function onGrid(isInside: IsInside, { grid: { width, height }, covers }: Geometry): Uint8Array {
  const mask = new Uint8Array(sizeOf([height, width]))
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++, at++) {
      const x = covers.x + ((column + 0.5) * covers.width) / width
      const y = covers.y + ((row + 0.5) * covers.height) / height
      if (isInside(x, y)) mask[at] = 1
    }
  return mask
}
