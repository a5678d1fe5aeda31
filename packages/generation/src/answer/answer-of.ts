import type { Settings } from "@pami/core"
import { generationError, quote } from "../codes.ts"
import { type SplitTextOptions, splitText, type Tokenizer } from "@pami/text"
import { type AnswerText, wordsOfAnswer } from "./words-of-answer.ts"

/** An answer to explain, word by word. */
export interface Answer extends AnswerText {
  /** Its ids, without start and end. */
  readonly ids: readonly number[]
  /** The tokenizer that gave the ids, for the manifest. */
  readonly tokenizer: { readonly name: string; readonly size: number; readonly settings: Settings }
}

/**
 * Options of {@link answerOf}: the answer is a text, or ids that `generate` wrote. Its units are words, unless others are
 * chosen: sentences, or spans of your own, which leave the rest of the answer out.
 */
export type AnswerOptions = SplitTextOptions & {
  /** Of the model that writes. */
  readonly tokenizer: Tokenizer
} & (
    | {
        /** The answer of a person: a caption, a translation. After a text, one usually starts with a space. */
        readonly text: string
      }
    | { readonly ids: readonly number[] }
  )

/**
 * Returns an answer with its words. Its text is what the tokenizer makes of the ids: lower case, for one that knows no other.
 *
 * @throws PamiError `ANSWER_EMPTY` for an answer without a visible character; `WORDS_UNKNOWN` for a text with words that the
 *   tokenizer does not know: their probability would be that of any other unknown word
 *
 * @example
 * const { words } = answerOf({ tokenizer, text: "a red ball" })
 * console.log(words.map(({ text }) => text).join(" | ")) // a | red | ball
 */
export function answerOf(options: AnswerOptions): Answer {
  const { tokenizer } = options
  const ids = "text" in options ? encodeText(tokenizer, options.text) : options.ids
  const { text, words } = wordsOfAnswer(tokenizer, ids, options)
  if (words.length === 0)
    throw generationError(
      "ANSWER_EMPTY",
      "the answer has no words: expected at least one visible character. Give the words to explain, or let the model write.",
    )
  const { name, size, settings } = tokenizer
  return { text, words, ids, tokenizer: { name, size, settings } }
}

function encodeText(tokenizer: Tokenizer, text: string): readonly number[] {
  const { unknownToken } = tokenizer
  const ids = tokenizer.encode(text)
  const isUnknown = (id: number) => tokenizer.piece(id) === unknownToken
  if (unknownToken === undefined || !ids.some(isUnknown)) return ids
  const words = splitText(text).map(({ start, end }) => text.slice(start, end))
  const alone = words.filter((word) => tokenizer.encode(word).some(isUnknown))
  // Words may be unknown only beside each other.
  const unknown = [...new Set(alone.length > 0 ? alone : words)]
  throw generationError(
    "WORDS_UNKNOWN",
    `the tokenizer "${tokenizer.name}" does not know ${quote(unknown)}: the model cannot have written ${unknown.length === 1 ? "it" : "them"}. Use other words, or let the model write the answer.`,
    { words: unknown.slice(0, 100) },
  )
}
