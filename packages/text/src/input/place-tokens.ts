import { PamiError } from "@pami/core"
import type { TextErrorCode } from "../codes.ts"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"
import type { Span } from "../units/span.ts"
import type { Group, TextPieces } from "./text-pieces.ts"

/** Pieces of a text that share no token with others, and the places of their tokens among those of the text. */
export interface PlacedGroup extends Group {
  readonly tokens: Span
}

/** The ids of a text, and the tokens of its pieces. */
export interface PlacedTokens {
  readonly ids: readonly number[]
  readonly groups: readonly PlacedGroup[]
}

/**
 * Returns the ids of a text and the places of the tokens of its pieces. Pieces that share a token are a group; tokens of white space
 * at the end belong to the last.
 *
 * @throws PamiError `TOKENIZER_UNSUPPORTED` if all pieces share tokens
 */
export function placeTokens(
  text: TextPieces,
  { name, encode }: Pick<Tokenizer, "name" | "encode">,
): PlacedTokens {
  const { pieces, gaps } = text
  const joined = (first: number, end: number) =>
    pieces.slice(first, end).reduce((all, piece, i) => all + gaps[first + i] + piece.text, "")
  const ids = encode(joined(0, pieces.length) + gaps[pieces.length])
  const groups: PlacedGroup[] = []
  // Behind the group before it, a group has the tokens that it has in the text.
  let [before, first, start] = ["", 0, 0]
  for (let end = 1; end < pieces.length; end++) {
    const text = joined(first, end)
    const known = encode(before).length
    const own = encode(before + text)
    const next = encode(before + joined(first, end + 1))
    const isBorder = next.length > own.length && own.every((id, i) => next[i] === id)
    if (!isBorder || own.slice(known).some((id, i) => ids[start + i] !== id)) continue
    const tokens = { start, end: start + own.length - known }
    groups.push({ first, end, tokens })
    ;[before, first, start] = [text, end, tokens.end]
  }
  if (groups.length === 0 && pieces.length > 1)
    throw new PamiError<TextErrorCode>(
      "TOKENIZER_UNSUPPORTED",
      `the tokenizer ${name} makes tokens that reach over words, so that no word has its place among them: take a model whose tokenizer cuts at spaces`,
    )
  if (pieces.length > 0) groups.push({ first, end: pieces.length, tokens: { start, end: ids.length } })
  return { ids, groups }
}
