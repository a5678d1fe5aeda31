import { explain, firstPasses, untilConverged } from "@pami/core"
import type { Explanation, Model, Partitioner, Progress, Signal, Target } from "@pami/core"
import { definedFields } from "./schema/defined-fields.ts"
import { methodOf } from "./run-recipe.ts"
import type { DataRecipe } from "./schema/data-recipe.ts"
import type { PreparedData } from "./data/prepared-data.ts"

/** Options of {@link runData}. */
export interface RunDataOptions {
  readonly model: Model
  readonly prepared: Pick<PreparedData, "input" | "partitioner">
  readonly target: Target
  /** Default: that of the recipe's method. */
  readonly partitioner?: Partitioner | undefined
  /** Default `auto`. */
  readonly batch?: number | "auto"
  readonly signal?: Signal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/**
 * Runs the sweep of a recipe for an input that is not an image.
 *
 * @throws the errors of `explain`; a `PamiError` has the explanation so far as `partial`
 */
export async function runData(recipe: DataRecipe, options: RunDataOptions): Promise<Explanation> {
  const { model, prepared, target, partitioner, batch = "auto", signal, onProgress } = options
  const { passes, until, method } = recipe
  const cut = partitioner ?? (method === "pami" ? prepared.partitioner : methodOf(recipe).partitioner)
  const limited = passes === null ? cut : firstPasses(cut, passes)
  return await explain({
    model,
    input: prepared.input,
    target,
    partitioner: until === null ? limited : untilConverged(limited, until),
    ...(passes === null ? {} : { passes }),
    batch,
    ...definedFields({ signal, onProgress }),
  })
}
