import { PamiError } from "@pami/core"
import type { MaskingOperator, Model } from "@pami/core"
import {
  black,
  blur,
  pictureShape,
  color,
  mean,
  noise,
  parseAugmentations,
  picture as pictureMask,
  pictureInput,
  white,
} from "@pami/image"
import type { Picture, PictureInput, Pixels } from "@pami/image"
import { readFeeds } from "./data/feeds.ts"
import { hexColor } from "./schema/recipe.ts"
import type { ResolvedRecipe } from "./resolve-recipe.ts"

/**
 * Returns the image as the model's input, with the baseline and the variants of the recipe.
 *
 * @param options `masking`: takes the place of the recipe's mask
 * @throws PamiError `INPUT_NOT_FOUND`, `SHAPE_MISMATCH`, and for feeds `ARRAY_INVALID`
 */
export async function prepareInput(
  resolved: ResolvedRecipe,
  { inputs }: Pick<Model, "inputs">,
  picture: Picture,
  { masking = maskingOf(resolved) }: { readonly masking?: MaskingOperator<Pixels> } = {},
): Promise<PictureInput> {
  const { recipe } = resolved
  const tensor = inputs.find(({ name }) => name === recipe.input)
  if (tensor === undefined)
    throw new PamiError(
      "INPUT_NOT_FOUND",
      `the model has no input named "${recipe.input}"; it has ${inputs.map(({ name }) => name).join(", ")}`,
    )
  // Before augmentations and masks of that size are made.
  pictureShape(tensor, recipe.preprocessing)
  return pictureInput({
    picture,
    preprocessing: recipe.preprocessing,
    masking,
    tensor,
    augmentations: parseAugmentations(recipe.augment, recipe.preprocessing),
    others: readFeeds(resolved, inputs),
  })
}

function maskingOf({ recipe: { mask, mode, seed }, mask: image }: ResolvedRecipe): MaskingOperator<Pixels> {
  if (image !== undefined) return pictureMask(image)
  if (mask === "black") return black()
  if (mask === "white") return white()
  if (mask === "mean") return mean()
  if (mask === "noise") return noise({ seed })
  const rgb = hexColor(mask)
  return rgb === undefined ? blur({ mode }) : color(rgb)
}
