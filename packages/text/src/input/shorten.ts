import { PamiError } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import type { TextErrorCode } from "../codes.ts"
import { segmentsOf } from "../units/segments.ts"
import type { Span } from "../units/span.ts"
import type { MaskedIds } from "./masked-ids.ts"
import { textPieces } from "./text-pieces.ts"
import type { TextPieces } from "./text-pieces.ts"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"

/** A text, its units, and whether they are explained. */
export interface GivenText {
  readonly name: string
  readonly text: string
  readonly units: readonly Span[]
  readonly isExplained: boolean
}

/** A text as far as it fits the model. */
export interface FittedText extends GivenText {
  /** Place behind the last character that the model sees. */
  readonly end: number
  readonly ids: MaskedIds
}

/** Returns the ids of the masked texts of a text in pieces. */
export type IdsOf = (text: TextPieces, units: number) => MaskedIds

/**
 * Returns the texts as far as they fit in `room` ids, kept and masked. The longest are cut, each before the first unit that does not
 * fit.
 *
 * @param room number of ids of all texts together; `Infinity` for any
 * @param idsOf returns the ids of the masked texts of a text in pieces, with its number of units
 * @throws PamiError `TEXT_TOO_LONG` if not even one unit fits
 */
export function shorten(
  texts: readonly GivenText[],
  room: number,
  { encode }: Pick<Tokenizer, "encode">,
  idsOf: IdsOf,
): readonly FittedText[] {
  const most = texts.map((given) => {
    // A token has a character at least: longer texts are cut anyway, before they are read.
    const few = given.text.length > 64 * room ? wholeStart(given.text, 64 * room) : given.text
    const length = encode(few).length
    return few === given.text ? length : Math.max(length, room + 1)
  })
  const share = shareOf(most, room)
  const fitted = texts.map((given, i) =>
    fitText(given, most[i], most[i] <= share ? room : share, encode, idsOf),
  )
  const needed = fitted.reduce((sum, { ids }) => sum + ids.most, 0)
  if (needed <= room) return fitted
  // Masked texts need more ids than the texts themselves.
  const lower = shareOf(
    fitted.map(({ ids }) => ids.most),
    room,
  )
  return texts.map((given, i) => fitText(given, most[i], Math.min(lower, fitted[i].ids.most), encode, idsOf))
}

/** Returns the largest share that texts of these lengths may have of `room`: those below it stay whole. */
function shareOf(lengths: readonly number[], room: number): number {
  let left = room
  for (const [i, length] of [...lengths].sort((a, b) => a - b).entries()) {
    const share = Math.floor(left / (lengths.length - i))
    if (length > share) return share
    left -= length
  }
  return room
}

function wholeStart(text: string, length: number): string {
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length)
}

/** @param length number of ids of the whole text */
function fitText(
  given: GivenText,
  length: number,
  room: number,
  encode: Tokenizer["encode"],
  idsOf: IdsOf,
): FittedText {
  const at = (end: number): FittedText => {
    const text = given.text.slice(0, end)
    const units = given.units.filter((unit) => unit.end <= end)
    const pieces = textPieces(text, given.isExplained ? units : [])
    return {
      ...given,
      units,
      end,
      ids: idsOf(pieces, given.isExplained ? units.length : 0),
    }
  }
  if (given.text.length <= 64 * room && length <= room) {
    const whole = at(given.text.length)
    if (whole.ids.most <= room) return whole
  }
  const ends = endsOf(given)
  // The largest number of units whose text fits.
  let [fits, fails] = [0, ends.length + 1]
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2)
    const text = given.text.slice(0, ends[middle - 1])
    if (text.length <= 64 * room && encode(text).length <= room) fits = middle
    else fails = middle
  }
  while (fits > 0) {
    const fitted = at(ends[fits - 1])
    const over = fitted.ids.most - room
    if (over <= 0) return fitted
    fits = Math.max(0, fits - Math.max(1, Math.floor(over / 4)))
  }
  throw new PamiError<TextErrorCode>(
    "TEXT_TOO_LONG",
    `the model has room for ${grouped(Math.max(0, room))} tokens of the text "${given.name}", and its first unit does not fit. Choose smaller units, shorten the other texts, or take a model for longer ones.`,
    { data: { text: given.name, room } },
  )
}

/** Returns the places behind which a text may be cut: the ends of its units, and of the words outside them. */
function endsOf({ text, units }: GivenText): readonly number[] {
  const ends: number[] = []
  let before = 0
  const addWords = (start: number, end: number) => {
    for (const span of segmentsOf(text.slice(start, end), "word", undefined)) ends.push(start + span.end)
  }
  for (const { start, end } of units) {
    if (start > before) addWords(before, start)
    ends.push(end)
    before = end
  }
  addWords(before, text.length)
  return ends
}
