import { fieldsOf } from "./data-recipe.ts"
import type { DataKindName } from "./data-recipe.ts"
import { imageFields } from "./recipe.ts"

/** Kinds of input that have a recipe. */
export type RecipeKind = "image" | DataKindName

const fieldsOfKinds: Readonly<Record<RecipeKind, object>> = { image: imageFields, ...fieldsOf }

/** Returns the kinds of input whose recipes have a field: of `units`, `["series", "text"]`. Empty for no field of a recipe. */
export function kindsOfField(field: string): readonly RecipeKind[] {
  const kinds = Object.keys(fieldsOfKinds) as readonly RecipeKind[]
  return kinds.filter((kind) => Object.hasOwn(fieldsOfKinds[kind], field))
}
