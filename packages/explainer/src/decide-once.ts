import type { Input, Model } from "@pami/core"
import { decideTarget } from "@pami/recipe"
import type { Decision, Recipe } from "@pami/recipe"
import type { DescribedModel } from "./described-model.ts"

/** Decides the output and the activation of a recipe, as `decideTarget` does. */
export type DecideOnce = (
  recipe: Recipe,
  input: Input,
  options?: {
    readonly model?: Model | undefined
    readonly signal?: { readonly aborted: boolean } | undefined
  },
) => Promise<Decision>

/**
 * Returns a function that decides once for a model, and repeats the decision for every further image: two images are
 * scored alike. A decision that fails is not kept.
 */
export function decideOnce({ model, task }: Pick<DescribedModel, "model" | "task">): DecideOnce {
  const made = new Map<string, Decision>()
  return async (recipe, input, options = {}) => {
    const key = JSON.stringify([recipe.output, recipe.activation, recipe.labels, recipe.readOut, task?.task])
    const known = made.get(key)
    if (known !== undefined) {
      const { output, activation } = known.recipe
      return { ...known, recipe: { ...recipe, output, activation } }
    }
    const { model: used = model, signal } = options
    const decision = await decideTarget(recipe, used, input, { task, signal })
    made.set(key, decision)
    return decision
  }
}
