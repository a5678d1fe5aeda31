import type { Explanation } from "@pami/core"
import { savedQuestion, savedTexts } from "@pami/explainer"
import { readTexts } from "@pami/recipe"
import type { RecipeRecord } from "@pami/recipe"
import type { ShownTexts } from "@pami/text"
import { readBytes } from "./files.ts"

/**
 * Returns the texts that a saved explanation is about: those in its recipe, or in the file that it names; of an image, the question
 * beside it. Undefined for an input without texts, and for a file that is not there.
 *
 * @param file where it is now; undefined if nobody names it, and it is not in the folder of the explanation
 * @throws PamiError `EXPLANATION_INVALID` for a text that has changed
 */
export async function textsOf(
  explanation: Explanation,
  { recipe, question }: RecipeRecord,
  file: string | undefined,
): Promise<ShownTexts | undefined> {
  if (question !== undefined) return savedQuestion(explanation, question.text)
  if (recipe.kind !== "text") return undefined
  if (recipe.texts !== null) return savedTexts(explanation, recipe, recipe.texts)
  if (file === undefined) return undefined
  return savedTexts(explanation, recipe, readTexts({ bytes: await readBytes(file), name: file }))
}
