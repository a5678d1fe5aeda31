import { random } from "@pami/core/tensor"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"
import { maskedText } from "./masked-text.ts"
import type { Kept } from "./masked-text.ts"
import { mostInTable, rememberedIds } from "./remembered-ids.ts"
import { spacedGroups } from "./text-pieces.ts"
import type { TextPieces } from "./text-pieces.ts"

/** Token ids of a text with masked units. */
export interface MaskedIds {
  /**
   * The stretches whose ids are remembered: the pieces between white space, `words`; these, and each piece where many follow
   * one another without white space, `pieces`; or `nothing`.
   */
  readonly remembered: "pieces" | "words" | "nothing"
  /** The largest number of ids of a masked text. */
  readonly most: number
  /** Writes the ids of a masked text from the start of `into`, as far as it has room, and returns their number. */
  write(kept: Kept, into: Int32Array): number
  /** Returns the masked text itself. */
  textOf(kept: Kept): string
}

/**
 * Returns the ids of the masked texts of a text in pieces. The ids of the pieces between white space are remembered, in each state,
 * if they do not depend on what stands before them, and if joining them gives the ids of whole masked texts. Four texts have each pair
 * of neighbours in each state: all kept, all masked, the even kept, the odd kept; random ones, from a seed, look further. If a check
 * fails, each text is turned into ids as a whole.
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
  const plain = maskedText(text, spacedGroups(text), word)
  const apart = maskedText(text, spacedGroups(text, mostInTable), word)
  const ways = [
    ...(apart.groups.length > plain.groups.length ? [{ remembered: "pieces" as const, masked: apart }] : []),
    { remembered: "words" as const, masked: plain },
  ]
  const { whole } = plain
  const samples = sampleMasks(units, text)
  const wholes = samples.map((kept) => encode(whole(kept)))
  const longest = wholes.reduce((most, { length }) => Math.max(most, length), 0)
  for (const { remembered, masked } of ways) {
    const ids = rememberedIds(masked, text.pieces[0]?.text ?? "", word, encode)
    if (!samples.every((kept, i) => equal(ids.join(kept), wholes[i]))) continue
    return {
      remembered,
      most: Math.max(longest, word === undefined ? apartLength(text, word, encode) : ids.most(units)),
      write: (kept, into) => ids.write(kept, into) ?? copy(encode(whole(kept)), into),
      textOf: whole,
    }
  }
  return {
    remembered: "nothing",
    most: Math.max(longest, apartLength(text, word, encode)),
    write: (kept, into) => copy(encode(whole(kept)), into),
    textOf: whole,
  }
}

/** Returns the number of ids of all pieces, each alone, or of the word in their place: together they have fewer. */
function apartLength(
  { pieces, gaps }: TextPieces,
  word: string | undefined,
  encode: Tokenizer["encode"],
): number {
  return pieces.reduce((sum, { text, unit }, i) => {
    const shown = encode(gaps[i] + text).length
    return sum + (unit < 0 || word === undefined ? shown : Math.max(shown, encode(gaps[i] + word).length))
  }, encode(gaps[pieces.length]).length)
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
