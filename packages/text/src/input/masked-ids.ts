import { random } from "@pami/core/tensor"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"
import { maskedText } from "./masked-text.ts"
import type { Kept } from "./masked-text.ts"
import { rememberedIds } from "./remembered-ids.ts"
import { separateGroups } from "./separate-groups.ts"
import { startsApart, stretchesOf } from "./stretches.ts"
import { spacedGroups } from "./text-pieces.ts"
import type { TextPieces } from "./text-pieces.ts"

/** Token ids of a text with masked units. */
export interface MaskedIds {
  /** The largest number of ids of a masked text. */
  readonly most: number
  /** Writes the ids of a masked text from the start of `into`, as far as it has room, and returns their number. */
  write(kept: Kept, into: Int32Array): number
}

// Of more pieces without white space between them, each is tried alone: Chinese, addresses.
const mostPieces = 8

/** Token ids of the strings of a text with masked units. */
export interface MaskedTextIds extends MaskedIds {
  /** Number of stretches of the text whose ids are remembered, each in its states; 0 if the text is turned into ids as a whole. */
  readonly stretches: number
  /** Returns the masked text itself. */
  textOf(kept: Kept): string
}

/**
 * Returns the ids of the masked texts of a text in pieces. The ids of stretches of the text are remembered in each state. Two of them
 * are joined if this gives the ids of both together: each pair that follows one another is tried once. Whole masked texts are
 * compared, too. Four of them have each pair of neighbours in each state: all kept, all masked, the even kept, the odd kept; random
 * ones, from a seed, look further. If a check fails, the masked text is turned into ids as a whole. Between white space
 * at which the tokenizer cuts, nothing is tried.
 *
 * @param units number of units of the text
 * @param word in place of a masked unit; `undefined` to delete it
 */
export function maskedIds(
  text: TextPieces,
  units: number,
  word: string | undefined,
  { encode, cutsAtSpaces }: Pick<Tokenizer, "encode" | "cutsAtSpaces">,
): MaskedTextIds {
  const turn = stretchesOf(text.pieces[0]?.text ?? "", word, { encode, cutsAtSpaces })
  const spaced = spacedGroups(text, mostPieces)
  const isCut = cutsAtSpaces && spaced.every(({ first }) => first === 0 || startsApart(text.gaps[first]))
  const groups = isCut ? spaced : separateGroups(text, spaced, units, word, turn)
  const masked = maskedText(text, groups, word)
  const { whole } = masked
  const ids = rememberedIds(masked, turn)
  if (isCut)
    return {
      stretches: groups.length,
      most: ids.most(units),
      write: (kept, into) => ids.write(kept, into) ?? copy(encode(whole(kept)), into),
      textOf: whole,
    }
  const samples = sampleMasks(units, text)
  const wholes = samples.map((kept) => encode(whole(kept)))
  const joined = samples.map((kept) => ids.join(kept))
  const isSafe = joined.every((own, i) => own === undefined || equal(own, wholes[i]))
  const isUseful = joined.filter((own) => own === undefined).length <= samples.length / 2
  const longest = wholes.reduce((most, { length }) => Math.max(most, length), 0)
  // Stretches of few pieces between white space that are always joined have no more ids than each has in its longest state. Elsewhere, a few more
  // ids than found are possible.
  const isCertain =
    joined.every((own) => own !== undefined) &&
    masked.groups.length === spacedGroups(text).length &&
    masked.groups.every(({ first, end }) => end - first <= 4)
  const most = (sum: () => number) => {
    const found = Math.max(longest, sum())
    return isCertain ? found : found + 2 + Math.ceil(found / 8)
  }
  if (!(isSafe && isUseful))
    return {
      stretches: 0,
      most: most(() => apartLength(text, word, encode)),
      write: (kept, into) => copy(encode(whole(kept)), into),
      textOf: whole,
    }
  return {
    stretches: masked.groups.length,
    most: most(() => (word === undefined ? apartLength(text, word, encode) : ids.most(units))),
    write: (kept, into) => ids.write(kept, into) ?? copy(encode(whole(kept)), into),
    textOf: whole,
  }
}

/**
 * Returns the number of ids of all pieces, each alone, or of the word in their place: together they have fewer. Deletion may put
 * any piece first, without the white space before it.
 */
function apartLength(
  { pieces, gaps }: TextPieces,
  word: string | undefined,
  encode: Tokenizer["encode"],
): number {
  let [sum, more] = [encode(gaps[pieces.length]).length, 0]
  for (const [i, { text, unit }] of pieces.entries()) {
    const shown = encode(gaps[i] + text).length
    sum += unit < 0 || word === undefined ? shown : Math.max(shown, encode(gaps[i] + word).length)
    if (word === undefined) more = Math.max(more, encode(text).length - shown)
  }
  return sum + more
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
  return choices.map((choose) => {
    const kept = new Uint8Array(units)
    for (let unit = 0; unit < units; unit++) kept[unit] = choose(unit)
    return { units: kept, offset: 0 }
  })
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i])
}
