import * as v from "valibot"
import { dataRecipeSchema } from "./data-recipe.ts"
import type { DataRecipe } from "./data-recipe.ts"
import { recipeSchema } from "./recipe.ts"
import type { ImageRecipe } from "./recipe.ts"

/** The schema of a {@link Recipe} of any kind of input. */
export const anyRecipeSchema = v.variant("kind", [recipeSchema, dataRecipeSchema])

/** All options that decide a map, given the model and the input: plain data, a union of the kinds of input. */
export type Recipe = ImageRecipe | DataRecipe
