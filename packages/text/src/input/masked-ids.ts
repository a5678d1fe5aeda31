import { random } from "@pami/core/tensor"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"
import { maskedText } from "./masked-text.ts"
import type { Kept } from "./masked-text.ts"
import { rememberedIds } from "./remembered-ids.ts"
import { singleGroups, spacedGroups } from "./text-pieces.ts"
import type { TextPieces } from "./text-pieces.ts"

/** Token ids of a text with masked units. */
export interface MaskedIds {
  /** How far ids are remembered: of each piece, of the pieces between white space, or not at all. */
  readonly remembered: "pieces" | "words" | "nothing"
  /** The largest number of ids of a masked text; if nothing is remembered, an estimate. */
  readonly most: number
  /** Writes the ids of a masked text from the start of `into`, as far as it has room, and returns their number. */
  write(kept: Kept, into: Int32Array): number
  /** Returns the masked text itself. */
  textOf(kept: Kept): string
}

/**
 * Returns the ids of the masked texts of a text in pieces. The ids of each piece, kept and masked, are remembered, if joining
 * them gives the ids of whole masked texts. Four texts have each pair of neighbours in each state: all kept, all masked, the
 * even kept, the odd kept; random ones, from a seed, look further. If a check fails, the pieces between white space are tried,
 * then each text is turned into ids as a whole.
 *
 * @param units number of units of the text
 * @param word in place of a masked unit; `undefined` to delete it
 */
export function maskedIds(
  text: TextPieces,
  units: number,
  word: string | undefined,
  { encode }: Pick<Tokenizer, "encode">,
): MaskedIds {
  const ways = [
    { remembered: "pieces", masked: maskedText(text, singleGroups(text), word) },
    { remembered: "words", masked: maskedText(text, spacedGroups(text), word) },
  ] as const
  const { whole } = ways[0].masked
  const samples = sampleMasks(units, text)
  const wholes = samples.map((kept) => encode(whole(kept)))
  const longest = wholes.reduce((most, { length }) => Math.max(most, length), 0)
  for (const { remembered, masked } of ways)
    for (const anchor of new Set(["a", text.pieces[0]?.text ?? "a"])) {
      const ids = rememberedIds(masked, anchor, encode)
      if (!samples.every((kept, i) => equal(ids.join(kept), wholes[i]))) continue
      return {
        remembered,
        most: word === undefined ? longest : Math.max(longest, ids.most(units)),
        write: (kept, into) => ids.write(kept, into) ?? copy(encode(whole(kept)), into),
        textOf: whole,
      }
    }
  return {
    remembered: "nothing",
    most: longest + Math.ceil(longest / 32),
    write: (kept, into) => copy(encode(whole(kept)), into),
    textOf: whole,
  }
}

function copy(ids: readonly number[], into: Int32Array): number {
  const count = Math.min(ids.length, into.length)
  for (let i = 0; i < count; i++) into[i] = ids[i]
  return count
}

// The random texts of the check have about so many characters.
const checkedCharacters = 200_000

function sampleMasks(units: number, { pieces }: TextPieces): readonly Kept[] {
  const next = random(units)
  const others = Math.min(20, Math.max(2, Math.floor(checkedCharacters / (pieces.at(-1)?.end ?? 1))))
  const choices = [
    () => 1,
    () => 0,
    (unit: number) => unit % 2,
    (unit: number) => 1 - (unit % 2),
    ...Array.from({ length: others }, (_, i) => () => Number(next() < [0.5, 0.1, 0.9][i % 3])),
  ]
  return choices.map((choose) => ({
    units: Uint8Array.from({ length: units }, (_, unit) => choose(unit)),
    offset: 0,
  }))
}

function equal(a: readonly number[] | undefined, b: readonly number[]): boolean {
  return a !== undefined && a.length === b.length && a.every((id, i) => id === b[i])
}
