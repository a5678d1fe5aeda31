import type { Tokenizer } from "../tokenizer/tokenizer.ts"
import { splitText } from "../units/split-text.ts"
import type { Span } from "../units/span.ts"
import { placeTokens } from "./place-tokens.ts"
import type { FittedRows } from "./token-rows.ts"
import { textPieces } from "./text-pieces.ts"

/** A word of a text, and the places of its tokens. */
export interface PlacedWord extends Span {
  /** Name of its text. */
  readonly text: string
  readonly label: string
  /** Places of its tokens in every row. */
  readonly tokens: Span
}

/** Returns the words of rows in which every token keeps its place. Words that share a token are one. */
export function placedWords(
  { texts, layout }: Pick<FittedRows, "texts" | "layout">,
  tokenizer: Tokenizer,
  language: string | undefined,
): readonly PlacedWord[] {
  const words: PlacedWord[] = []
  let at = 0
  for (const stretch of layout) {
    if ("ids" in stretch) {
      at += stretch.ids.length
      continue
    }
    const { name, text: given, end } = texts[stretch.text]
    const text = given.slice(0, end)
    const pieces = textPieces(text, splitText(text, { language }))
    const { ids, groups } = placeTokens(pieces, tokenizer)
    for (const group of groups) {
      const [from, to] = [pieces.pieces[group.first].start, pieces.pieces[group.end - 1].end]
      const { start, end: behind } = group.tokens
      if (behind > start)
        words.push({
          text: name,
          label: text.slice(from, to),
          start: from,
          end: to,
          tokens: { start: at + start, end: at + behind },
        })
    }
    at += ids.length
  }
  return words
}
