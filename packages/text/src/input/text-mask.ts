import { type Finding, PamiError } from "@pami/core"
import type { TextErrorCode } from "../codes.ts"
import { note } from "../findings.ts"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"

/**
 * The masking of a unit:
 *
 * - `mask-token`: the mask token of the tokenizer, such as `[MASK]`, stands in its place;
 * - `unknown-token`: the token for unknown words does;
 * - `delete`: it is left out, with the white space beside it; where two words would become one, a space stays;
 * - `{ word }`: a word of the caller's stands in its place;
 * - `auto`: the first of `mask-token`, `unknown-token` and `delete` that the tokenizer has.
 */
export type TextMask = "auto" | "mask-token" | "unknown-token" | "delete" | { readonly word: string }

/** A masking as decided. */
export interface DecidedMask {
  /** `"mask-token"`, `"unknown-token"`, `"delete"` or `"word"`. */
  readonly name: string
  /** The text in place of a unit; `undefined` for deletion. */
  readonly word: string | undefined
  readonly findings: readonly Finding[]
}

/** @throws PamiError `MASK_UNAVAILABLE` for a token that the tokenizer lacks */
export function decideMask(mask: TextMask, tokenizer: Tokenizer | undefined): DecidedMask {
  if (typeof mask === "object") {
    if (mask.word === "")
      throw new RangeError('a masked unit is replaced by a word; use "delete" to leave it out')
    return { name: "word", word: mask.word, findings: [] }
  }
  const tokens = { "mask-token": tokenizer?.maskToken, "unknown-token": tokenizer?.unknownToken }
  switch (mask) {
    case "delete":
      return { name: mask, word: undefined, findings: [] }
    case "mask-token":
    case "unknown-token": {
      const word = tokens[mask]
      if (word === undefined)
        throw new PamiError<TextErrorCode>(
          "MASK_UNAVAILABLE",
          `${tokenizer ? `the tokenizer ${tokenizer.name}` : "a model that takes strings"} has no ${mask.replace("-", " ")}: delete masked words, or name a word for them`,
          { data: { mask } },
        )
      return { name: mask, word, findings: [] }
    }
    case "auto": {
      const name =
        tokens["mask-token"] !== undefined
          ? "mask-token"
          : tokens["unknown-token"] !== undefined
            ? "unknown-token"
            : "delete"
      const decided = decideMask(name, tokenizer)
      if (name === "mask-token") return decided
      const message =
        name === "delete"
          ? `masked words are deleted${tokenizer ? ": the tokenizer has neither mask nor unknown token" : ""}`
          : `masked words are replaced by ${decided.word}: the tokenizer has no mask token`
      return { ...decided, findings: [note("MASK_CHOSEN", message, "nothing, or choose the mask")] }
    }
    default:
      throw new RangeError(
        `mask is "auto", "mask-token", "unknown-token", "delete" or { word }; got ${JSON.stringify(mask)}`,
      )
  }
}
