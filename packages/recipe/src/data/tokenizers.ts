import { openTokenizer, vocabularyTokenizer } from "@pami/text"
import type { Tokenizer } from "@pami/text"
import type { TextRecipe } from "../schema/data-recipe.ts"
import type { ReadFiles } from "./data-files.ts"

/**
 * Opens the tokenizer of a recipe: a `tokenizer.json`, or a vocabulary of one token a line. Undefined for a recipe that names
 * none.
 *
 * @throws PamiError `TOKENIZER_INVALID`, and the errors of `files`
 */
export async function openTokenizerOf(
  { tokenizer: file, tokenizerConfig }: Pick<TextRecipe, "tokenizer" | "tokenizerConfig">,
  files: ReadFiles,
): Promise<Tokenizer | undefined> {
  if (file === null) return undefined
  const tokenizer = await files.bytes(file)
  const name = file.split(/[\\/]/).at(-1)!
  if (!/\.json$/i.test(file)) return vocabularyTokenizer(tokenizer, { name })
  const config = tokenizerConfig === null ? {} : { config: await files.bytes(tokenizerConfig) }
  return openTokenizer({ tokenizer, name, ...config })
}
