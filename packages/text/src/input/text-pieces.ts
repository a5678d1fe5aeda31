import { trimmed } from "../units/span.ts"
import type { Span } from "../units/span.ts"

/** A stretch of a text that is kept or masked as a whole. */
export interface Piece extends Span {
  readonly text: string
  /** Number of the unit, from 0; -1 for text outside the units, which is always kept. */
  readonly unit: number
}

/** A text in pieces, with the white space between them. */
export interface TextPieces {
  readonly pieces: readonly Piece[]
  /** The white space before each piece, and after the last. */
  readonly gaps: readonly string[]
}

/** Cuts a text in its units, the text between them, and white space. */
export function textPieces(text: string, units: readonly Span[]): TextPieces {
  const pieces: Piece[] = []
  const add = (span: Span | undefined, unit: number) => {
    if (span) pieces.push({ start: span.start, end: span.end, text: text.slice(span.start, span.end), unit })
  }
  let end = 0
  for (const [unit, span] of units.entries()) {
    add(trimmed(text, end, span.start), -1)
    add(span, unit)
    end = span.end
  }
  add(trimmed(text, end, text.length), -1)
  const gaps = pieces.map(({ start }, i) => text.slice(i === 0 ? 0 : pieces[i - 1].end, start))
  gaps.push(text.slice(pieces.at(-1)?.end ?? 0))
  return { pieces, gaps }
}

/** Pieces that follow one another, `[first, end)`. */
export interface Group {
  readonly first: number
  readonly end: number
}

/** Returns each piece as a group. */
export function singleGroups({ pieces }: TextPieces): readonly Group[] {
  return pieces.map((_, first) => ({ first, end: first + 1 }))
}

/**
 * Returns the groups of pieces between white space.
 *
 * @param most pieces of a group; of larger ones each piece is a group
 */
export function spacedGroups({ pieces, gaps }: TextPieces, most = Infinity): readonly Group[] {
  const starts = pieces.flatMap((_, i) => (i === 0 || gaps[i] !== "" ? [i] : []))
  return starts.flatMap((first, i) => {
    const end = starts[i + 1] ?? pieces.length
    if (end - first <= most) return [{ first, end }]
    return Array.from({ length: end - first }, (_, k) => ({ first: first + k, end: first + k + 1 }))
  })
}

// Scripts that write words without spaces.
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u
const wordAtEnd = /[\p{L}\p{M}\p{N}]$/u
const wordAtStart = /^[\p{L}\p{N}]/u

/** Returns whether two pieces would become one word if what lies between them went. */
export function fuse(before: Piece, after: Piece): boolean {
  const [last, first] = [before.text.slice(-2), after.text.slice(0, 2)]
  return wordAtEnd.test(last) && wordAtStart.test(first) && !(unspaced.test(last) && unspaced.test(first))
}
