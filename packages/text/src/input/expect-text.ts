import { PamiError } from "@pami/core"
import type { TextErrorCode } from "../codes.ts"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"
import type { GivenText } from "./shorten.ts"

// White space, control and format characters, and unpaired surrogates.
const invisible = /[\p{White_Space}\p{C}\p{Z}]/gu

/**
 * @throws PamiError `TEXT_EMPTY` for an explained text of white space and separators alone
 * @throws RangeError for names that are not unique, and no explained text
 */
export function expectTexts(texts: readonly GivenText[], tokenizer: Tokenizer | undefined): void {
  const names = texts.map(({ name }) => name)
  if (new Set(names).size < names.length)
    throw new RangeError(`names of texts are unique; got ${names.join(", ")}`)
  const explained = texts.filter(({ isExplained }) => isExplained)
  if (explained.length === 0)
    throw new RangeError(`at least one text is explained; got ${texts.length}, none explained`)
  for (const { name, text, units } of explained) {
    const words = specialTokensIn(text, tokenizer).reduce((rest, token) => rest.replaceAll(token, " "), text)
    const isEmpty = words.replace(invisible, "") === ""
    if (!isEmpty && units.length > 0) continue
    const what = isEmpty ? (text === "" ? "is empty" : "has only white space and separators") : "has no units"
    throw new PamiError<TextErrorCode>(
      "TEXT_EMPTY",
      `the text "${name}" ${what}: give a text of at least one word`,
      { data: { text: name } },
    )
  }
}

/** Returns the special tokens that a text has as words. */
export function specialTokensIn(text: string, tokenizer: Tokenizer | undefined): readonly string[] {
  return (tokenizer?.specialTokens ?? []).filter((token) => token !== "" && text.includes(token))
}
