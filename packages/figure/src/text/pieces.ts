import type { DrawnText } from "./text-options.ts"

/** A stretch of a text that looks the same throughout. */
export interface Piece {
  readonly start: number
  readonly end: number
  /** Index of the unit that it shows, if any. */
  readonly unit: number | undefined
  /** Whether the model saw it. */
  readonly isSeen: boolean
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" })

/**
 * Returns a function that moves a place in a text forward to the next border between characters as readers see them: it
 * leaves accents, emoji of several code points and CRLF whole.
 */
export function borders(text: string): (place: number) => number {
  const segments = graphemes.segment(text)
  return (place) => {
    const found = place < text.length ? segments.containing(place) : undefined
    return found === undefined || found.index === place ? place : found.index + found.segment.length
  }
}

/** Returns the pieces of a text, one after the other; together they are the text. */
export function piecesOf({ text, units, shown = { start: 0, end: text.length } }: DrawnText): Piece[] {
  const border = borders(text)
  const pieces: Piece[] = []
  const [seenFrom, seenTo] = [border(shown.start), border(shown.end)]
  let at = 0
  const add = (end: number, unit: number | undefined) => {
    for (const stop of [Math.min(seenFrom, end), Math.min(seenTo, end), end])
      if (stop > at) {
        pieces.push({ start: at, end: stop, unit, isSeen: at >= seenFrom && at < seenTo })
        at = stop
      }
  }
  const sorted = [...units.entries()].toSorted(([, a], [, b]) => a.start - b.start)
  for (const [index, { start, end }] of sorted) {
    add(border(start), undefined)
    add(border(end), index)
  }
  add(text.length, undefined)
  return pieces
}
