import type { Explanation } from "@pami/core"
import { savedTexts } from "@pami/explainer"
import type { SavedTexts } from "@pami/explainer"
import { renderDrawing } from "@pami/figure/node"
import { readTexts } from "@pami/recipe"
import type { RecipeRecord } from "@pami/recipe"
import { encodeFigure, isPage } from "./figure-format.ts"
import { readBytes } from "./files.ts"

type Caption = Parameters<SavedTexts["html"]>[0]

/**
 * Returns the texts that a saved explanation is about: those in its recipe, or in the file that it names. Undefined for an input of
 * another kind, and for a file that is not there.
 *
 * @param file where it is now; undefined if nobody names it, and it is not in the folder of the explanation
 * @throws PamiError `EXPLANATION_INVALID` for a text that has changed
 */
export async function textsOf(
  explanation: Explanation,
  { recipe }: RecipeRecord,
  file: string | undefined,
): Promise<SavedTexts | undefined> {
  if (recipe.kind !== "text") return undefined
  if (recipe.texts !== null) return savedTexts(explanation, recipe, recipe.texts)
  if (file === undefined) return undefined
  return savedTexts(explanation, recipe, readTexts({ bytes: await readBytes(file), name: file }))
}

/** Returns the bytes of the figure of texts: a page, or an image. */
export async function drawTexts(texts: SavedTexts, caption: Caption, path: string): Promise<Uint8Array> {
  if (isPage(path)) return new TextEncoder().encode(texts.html(caption))
  return await encodeFigure(await renderDrawing(texts.draw(caption)), path)
}
