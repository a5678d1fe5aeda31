import { expectLength } from "./limits.ts"
import { cutAtLines, startsItem, startsTurn } from "./lines.ts"
import { ownSpans } from "./own-spans.ts"
import { segmentsOf } from "./segments.ts"
import type { Span } from "./span.ts"

/**
 * The units of a text:
 *
 * - `words`: words, marks of punctuation and emoji, each a unit; also of languages without spaces;
 * - `sentences`, `lines`;
 * - `paragraphs`: lines up to a blank one;
 * - `items`: items of a list, from a line with a bullet or a number to the next; paragraphs beside the list;
 * - `turns`: turns of a chat, from a line such as `User: …`, `Assistant:`, `Ann Lee: …` or `<|im_start|>user` to the next;
 * - spans of one's own: text outside them is always kept.
 */
export type Units = "words" | "sentences" | "lines" | "paragraphs" | "items" | "turns" | readonly Span[]

/** Options of {@link splitText}. */
export interface SplitTextOptions {
  /** Default `words`. */
  readonly units?: Units | undefined
  /** Language of the text, such as `"th"`: it decides some words and sentences. Default `"en"`. */
  readonly language?: string | undefined
}

/**
 * Returns the units of a text, in order. Every character is in exactly one of them, except white space at their ends and
 * the invisible separators U+200B, U+2060 and U+FEFF, which are in none; spans of one's own are returned as they are.
 *
 * @throws PamiError `TEXT_TOO_LONG` for more than 1 million characters or 100,000 units
 * @throws RangeError for an unknown language, and for spans out of order, overlapping, or that cut a character
 *
 * @example
 * const text = "A fine film. 好电影！"
 * console.log(splitText(text).map(({ start, end }) => text.slice(start, end)).join(" ")) // A fine film . 好 电影 ！
 * console.log(splitText(text, { units: "sentences" }).length) // 2
 */
export function splitText(
  text: string,
  { units = "words", language }: SplitTextOptions = {},
): readonly Span[] {
  expectLength(text)
  if (typeof units !== "string") return ownSpans(text, units)
  switch (units) {
    case "words":
      return segmentsOf(text, "word", language)
    case "sentences":
      return segmentsOf(text, "sentence", language)
    case "lines":
      return cutAtLines(text, () => true)
    case "paragraphs":
      return cutAtLines(text, ({ afterBlank }) => afterBlank)
    case "items":
      return cutAtLines(text, startsItem)
    case "turns":
      return cutAtLines(text, startsTurn)
    default:
      throw new RangeError(
        `units are words, sentences, lines, paragraphs, items, turns or spans; got ${JSON.stringify(units)}`,
      )
  }
}
