import { PamiError } from "@pami/core"
import type { openTokenizerOf, ReadFiles } from "@pami/recipe"
import type { Tokenizer } from "@pami/text"
import { platform } from "#platform"
import type { DescribedModel } from "./described-model.ts"
import type { ExplainerOptions } from "./options.ts"
import { isTokenizer } from "./read-options.ts"

/** The fields of a recipe that name the files of a tokenizer. */
export interface TokenizerFields {
  readonly tokenizer: string | null
  readonly tokenizerConfig: string | null
}

/** Returns the files of the tokenizer: the named one, else those near the model. An object has none. */
export function tokenizerFields(
  found: DescribedModel["tokenizer"],
  { tokenizer: named, tokenizerConfig: config }: Pick<ExplainerOptions, "tokenizer" | "tokenizerConfig">,
): TokenizerFields {
  if (isTokenizer(named)) return { tokenizer: null, tokenizerConfig: null }
  if (named === undefined)
    return { tokenizer: found?.tokenizer ?? null, tokenizerConfig: found?.config ?? null }
  return {
    tokenizer: platform.recordedName(String(named)),
    tokenizerConfig: config === undefined ? null : platform.recordedName(config),
  }
}

/**
 * Returns the tokenizer of a model that writes.
 *
 * @throws PamiError `TOKENIZER_MISSING`, `TOKENIZER_INVALID`
 */
export async function tokenizerFor(
  { tokenizer: found }: Pick<DescribedModel, "tokenizer">,
  asked: Pick<ExplainerOptions, "tokenizer" | "tokenizerConfig">,
  { openTokenizer, files }: { readonly openTokenizer: typeof openTokenizerOf; readonly files: ReadFiles },
): Promise<Tokenizer> {
  if (isTokenizer(asked.tokenizer)) return asked.tokenizer
  const opened = await openTokenizer(tokenizerFields(found, asked), files)
  if (opened !== undefined) return opened
  throw new PamiError(
    "TOKENIZER_MISSING",
    "the model writes ids, and no tokenizer turns them into words: give its tokenizer.json",
  )
}
