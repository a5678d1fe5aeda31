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
import { readFeeds } from "./feeds.ts"
import type { Files } from "./files.ts"
import { hexColor } from "./recipe.ts"
import type { Recipe } from "./recipe.ts"

/**
 * The picture as the model's input, with the baseline of the recipe.
 *
 * @throws PamiError `INPUT_NOT_FOUND`, `SHAPE_MISMATCH`, and what `files` throws
 */
export async function prepareInput(
  recipe: Recipe,
  { inputs }: Pick<Model, "inputs">,
  picture: Picture,
  files: Files,
): Promise<PictureInput> {
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
    masking: await maskingOf(recipe, files),
    tensor,
    augmentations: parseAugmentations(recipe.augment, recipe.preprocessing),
    others: await readFeeds(recipe.feeds, inputs, files),
  })
}

async function maskingOf({ mask, mode, seed }: Recipe, files: Files): Promise<MaskingOperator<Pixels>> {
  if (mask === "blur") return blur({ mode })
  if (mask === "black") return black()
  if (mask === "white") return white()
  if (mask === "mean") return mean()
  if (mask === "noise") return noise({ seed })
  const rgb = hexColor(mask)
  return rgb === undefined ? pictureMask(await files.picture(mask)) : color(rgb)
}
