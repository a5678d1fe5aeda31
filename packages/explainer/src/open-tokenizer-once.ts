import { openTokenizerOf } from "@pami/recipe"
import type { Tokenizer } from "@pami/text"

/** Returns `openTokenizerOf` with the tokenizer that it opened last: vocabularies take up to a second to parse. */
export function openTokenizerOnce(): typeof openTokenizerOf {
  let last: { readonly key: string; readonly opened: Promise<Tokenizer | undefined> } | undefined
  return async (recipe, files) => {
    const key = JSON.stringify([recipe.tokenizer, recipe.tokenizerConfig])
    if (last?.key !== key) last = { key, opened: openTokenizerOf(recipe, files) }
    try {
      return await last.opened
    } catch (error) {
      // A file may be there the next time.
      last = undefined
      throw error
    }
  }
}
