import { verify } from "@pami/core"
import type { Manifest, Model, Progress, Signal, Verification } from "@pami/core"
import { definedFields } from "./schema/defined-fields.ts"
import { isClassification } from "./schema/task.ts"
import { readClasses } from "./manifest-record.ts"
import { readMap } from "./run-recipe.ts"
import { createTarget } from "./target/create-target.ts"
import type { TaskContext } from "./target/create-target.ts"
import type { DataRecipe } from "./schema/data-recipe.ts"
import type { PreparedData } from "./data/prepared-data.ts"
import { runData } from "./run-data.ts"

/** Options of {@link replayData}. */
export interface ReplayDataOptions {
  readonly model: Model
  /** The input, from `openData` of the same recipe. */
  readonly prepared: PreparedData
  /** The facts that the target needs, from `prepareDataTask`. */
  readonly context: TaskContext
  readonly signal?: Signal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/**
 * Computes the maps of a manifest again, of an input that is not an image, and compares everything that it shows, maps to
 * the last bit.
 *
 * @throws PamiError `MANIFEST_INVALID`, and the errors of `runData`
 */
export async function replayData(
  expected: Manifest,
  recipe: DataRecipe,
  { model, prepared, context, signal, onProgress }: ReplayDataOptions,
): Promise<Verification> {
  const classes = isClassification(recipe.task) ? { classes: readClasses(expected) } : {}
  const target = createTarget(recipe, { ...classes, ...context })
  const recompute = async () => {
    const explanation = await runData(
      { ...recipe, passes: expected.passes, until: null },
      { model, prepared, target, ...definedFields({ signal, onProgress }) },
    )
    return { ...explanation, complete: expected.complete }
  }
  return await verify(expected, recompute, { read: (computed, id) => readMap(recipe, computed, id) })
}
