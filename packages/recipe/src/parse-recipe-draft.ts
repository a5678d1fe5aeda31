import { PamiError } from "@pami/core"
import { recipeDraftSchema } from "./complete-recipe.ts"
import type { RecipeDraft } from "./complete-recipe.ts"
import { checkDataDraft, dataKinds } from "./schema/data-recipe.ts"
import type { DataDraft } from "./schema/data-recipe.ts"
import { check } from "./schema/check.ts"

/** Maximum length of a recipe file, in characters: a thousand label maps with long names. */
export const longestRecipe = 2 ** 22

/**
 * Returns the draft in the text of a recipe file.
 *
 * @param name of the file, for messages
 * @throws PamiError `RECIPE_INVALID` with the path of the first wrong field, as in
 *   `ours.json: recipe.preprocessing.resizeTo.width: at most 8192, got 1000000000`
 */
export function parseRecipeDraft(text: string, name: string): RecipeDraft | DataDraft {
  let fields: unknown
  try {
    fields = JSON.parse(text)
  } catch (cause) {
    throw new PamiError("RECIPE_INVALID", `${name} is not JSON: ${(cause as Error).message}`, { cause })
  }
  if (Array.isArray(fields)) throw new PamiError("RECIPE_INVALID", `${name}: recipe: an object, got a list`)
  const kind = dataKinds.find((one) => one === (fields as { kind?: unknown } | null)?.kind)
  const checked =
    kind === undefined ? check(recipeDraftSchema, fields, "recipe") : checkDataDraft(kind, fields)
  if ("problem" in checked) throw new PamiError("RECIPE_INVALID", `${name}: ${checked.problem}`)
  return checked.value
}
