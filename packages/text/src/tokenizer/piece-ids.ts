import { PamiError } from "@pami/core"
import type { TextErrorCode } from "../codes.ts"
import type { PieceModel } from "./models.ts"
import type { PreTokenizer } from "./pre-tokenizers.ts"

// Texts repeat their words. Longer pieces are rare, and would keep much memory.
const mostCached = 20_000
const longestCached = 64

/**
 * Returns a function that turns a stretch of text into ids. It remembers pieces.
 *
 * @throws PamiError `TOKENIZER_MISMATCH`, the function, for a character that the vocabulary lacks if it has no unknown token
 */
export function pieceIds(
  model: PieceModel,
  preTokenize: PreTokenizer,
): (text: string, first: boolean) => readonly number[] {
  const cache = new Map<string, readonly number[]>()
  const idsOf = (piece: string) => {
    const cached = cache.get(piece)
    if (cached !== undefined) return cached
    const ids = model.encode(piece)
    if (ids.includes(undefined))
      throw new PamiError<TextErrorCode>(
        "TOKENIZER_MISMATCH",
        `the vocabulary lacks a piece of "${piece.slice(0, 40)}", and has no unknown token: change the text, or take the tokenizer of the model`,
      )
    if (piece.length <= longestCached) {
      if (cache.size >= mostCached) cache.clear()
      cache.set(piece, ids as readonly number[])
    }
    return ids as readonly number[]
  }
  return (text, first) => {
    const ids: number[] = []
    for (const piece of preTokenize(text, first)) for (const id of idsOf(piece)) ids.push(id)
    return ids
  }
}
