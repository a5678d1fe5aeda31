import { completeRecipe } from "@pami/recipe"
import type { Preparation, ImageRecipe, RecipeDraft } from "@pami/recipe"
import type { DescribedModel } from "./described-model.ts"

/**
 * Returns the recipe of a draft for a described model, with the number of its labels, and with the activation that its
 * author states if the draft leaves it open.
 *
 * @throws RangeError for a value out of its range
 */
export function chooseRecipe(
  { labels, activation }: Pick<DescribedModel, "labels" | "activation">,
  draft: RecipeDraft,
  preparation: Pick<Preparation, "input" | "preprocessing">,
): ImageRecipe {
  const asked = draft.activation ?? "auto"
  return completeRecipe(
    {
      ...draft,
      labels: labels?.length ?? draft.labels,
      activation: asked === "auto" ? (activation ?? asked) : asked,
    },
    preparation,
  )
}
