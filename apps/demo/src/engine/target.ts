import type { ClassProbabilityOptions, Target } from "@pami/core"
import { createTarget, isClassification, type ImageRecipe } from "@pami/recipe"
import type { Opened } from "./open-model.ts"

// One sweep serves all of them, and a list of more is not read.
const mostTargets = 20

/** Returns a decided recipe with all targets of its task explained: of classes those that are chosen later. */
export function explainingAll(recipe: ImageRecipe): ImageRecipe {
  return isClassification(recipe.task) ? recipe : { ...recipe, target: { top: mostTargets } }
}

/**
 * Returns the target of a decided recipe.
 *
 * @param classes whose scores are kept; all objects and regions are
 */
export function targetOf(
  recipe: ImageRecipe,
  { labels }: Pick<Opened, "labels">,
  classes: ClassProbabilityOptions["classes"],
): Target {
  // Classes are named by the page, objects with their number: "dog #1".
  const named = isClassification(recipe.task) || labels === undefined ? {} : { labels }
  return createTarget(recipe, { ...named, ...(classes === undefined ? {} : { classes }) })
}
