import type { Model } from "@pami/core"
import type { DataRecipe } from "../schema/data-recipe.ts"
import type { TaskContext } from "../target/create-target.ts"
import { readVectors } from "../target/reference-vectors.ts"
import { formatOf } from "./data-file.ts"
import { openData } from "./open-data.ts"
import type { DataFiles, ReadFiles } from "./data-files.ts"
import type { PreparedData } from "./prepared-data.ts"

/**
 * Returns the facts that the target of a recipe needs beyond it: the words of a text, and the vectors of references, by one
 * pass each.
 *
 * @throws PamiError `REFERENCE_INVALID` for a reference that gives no vector, and the errors of `openData`
 */
export async function prepareDataTask(
  recipe: DataRecipe,
  model: Model,
  { words }: Pick<PreparedData, "words">,
  opened: DataFiles,
  files: ReadFiles,
): Promise<TaskContext> {
  const { task } = recipe
  if (task?.name !== "embedding") return { words }
  // A reference is a file, also where the input is a text of the caller's.
  const own = recipe.kind === "text" ? { ...recipe, texts: null } : recipe
  const references = await readVectors(task.references, files, recipe.output, model, async (bytes, name) => {
    const { input } = await openData(own, opened, model, { bytes, name, format: formatOf(bytes, name) })
    return input
  })
  return { words, references }
}
