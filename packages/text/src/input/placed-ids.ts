import { PamiError } from "@pami/core"
import type { TextErrorCode } from "../codes.ts"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"
import type { MaskedIds } from "./masked-ids.ts"
import { placeTokens } from "./place-tokens.ts"
import type { TextPieces } from "./text-pieces.ts"

/**
 * Returns the ids of the masked texts of a text in pieces, in which every token keeps its place: each token of a masked unit is the
 * mask. A token of several units is masked with any of them.
 *
 * @param mask id of the mask
 * @throws PamiError `TOKENIZER_UNSUPPORTED` as `placeTokens`
 */
export function placedIds(text: TextPieces, mask: number, tokenizer: Tokenizer): MaskedIds {
  const { ids, groups } = placeTokens(text, tokenizer)
  const own = groups.map(({ first, end, tokens }) => ({
    ...tokens,
    units: text.pieces.slice(first, end).flatMap(({ unit }) => (unit < 0 ? [] : [unit])),
  }))
  return {
    most: ids.length,
    write(kept, into) {
      const count = Math.min(ids.length, into.length)
      for (let i = 0; i < count; i++) into[i] = ids[i]
      for (const { start, end, units } of own)
        if (units.some((unit) => kept.units[kept.offset + unit] !== 1))
          into.fill(mask, start, Math.min(end, count))
      return count
    },
  }
}

/**
 * Returns the id of the word for masked units.
 *
 * @throws PamiError `MASK_UNAVAILABLE` for deletion, and for a word of several tokens
 */
export function maskId(word: string | undefined, { encode, name }: Tokenizer): number {
  const ids = word === undefined ? [] : encode(word)
  if (ids.length === 1) return ids[0]
  throw new PamiError<TextErrorCode>(
    "MASK_UNAVAILABLE",
    `each token of a masked word is replaced by one token, so that no other moves; ${word === undefined ? "deletion moves them" : `"${word.slice(0, 40)}" has ${ids.length} tokens of ${name}`}: name a mask of one token, the mask token or a word`,
  )
}
