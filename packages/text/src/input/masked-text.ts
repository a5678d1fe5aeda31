import { fuse } from "./text-pieces.ts"
import type { Group, TextPieces } from "./text-pieces.ts"

/** The units that are kept: 1 for each, else 0. A part of it belongs to one text, from `offset`. */
export interface Kept {
  readonly units: Uint8Array
  readonly offset: number
}

/**
 * Receives the groups of a masked text in order.
 *
 * @param group number of the group, that of the groups themselves for the white space at the end
 * @param before the white space before it
 * @param isUsual whether `before` is the white space of the text, and nothing or something stands before it as in the text
 */
export type Visitor = (group: number, before: string, isUsual: boolean) => void

/** A text with masked units, as a string and in groups of pieces. */
export interface MaskedText {
  readonly groups: readonly Group[]
  /** Visits the groups that a masked text has, and the white space at its end. */
  visit(kept: Kept, visitor: Visitor): void
  /** Returns the state of a group as a number below `2 ** most`; -1 for a group of more pieces. */
  stateOf(group: number, kept: Kept, most: number): number
  /** Returns whether the word for masked units stands before a group. */
  isBehindMask(group: number, kept: Kept): boolean
  /** Returns the text of a group, without the white space before it. */
  bodyOf(group: number, kept: Kept): string
  /** Returns the white space before a group of the text. */
  gapBefore(group: number): string
  /** Returns the units of a group. */
  unitsOf(group: number): readonly number[]
  /** Returns the masked text. */
  whole(kept: Kept): string
}

/**
 * Returns the masked texts of a text in pieces.
 *
 * @param word in place of a masked unit; `undefined` to delete it
 */
export function maskedText(text: TextPieces, groups: readonly Group[], word: string | undefined): MaskedText {
  const { pieces, gaps } = text
  const unitOf = Int32Array.from(pieces, ({ unit }) => unit)
  const isKept = (piece: number, kept: Kept) => {
    const unit = unitOf[piece]
    return unit < 0 || kept.units[kept.offset + unit] === 1
  }
  /** Returns the white space between two kept pieces: the last between them, or a space that keeps two words apart. */
  const between = (before: number, after: number) => {
    for (let i = after; i > before; i--) if (gaps[i] !== "") return gaps[i]
    return after > before + 1 && fuse(pieces[before], pieces[after]) ? " " : ""
  }

  const visitReplaced = (visitor: Visitor) => {
    for (let g = 0; g < groups.length; g++) visitor(g, gaps[groups[g].first], true)
    if (gaps[pieces.length] !== "") visitor(groups.length, gaps[pieces.length], true)
  }
  const visitKept = (kept: Kept, visitor: Visitor) => {
    let last = -1
    for (let g = 0; g < groups.length; g++) {
      const { first, end } = groups[g]
      let shown = first
      while (shown < end && !isKept(shown, kept)) shown++
      if (shown === end) continue
      if (last < 0) visitor(g, shown === 0 ? gaps[0] : "", shown === 0)
      else {
        const before = between(last, shown)
        visitor(g, before, before === gaps[first])
      }
      for (last = end - 1; !isKept(last, kept);) last--
    }
    if (last >= 0 && last === pieces.length - 1 && gaps[pieces.length] !== "")
      visitor(groups.length, gaps[pieces.length], true)
  }
  const bodyOf = (group: number, kept: Kept) => {
    if (group === groups.length) return ""
    const { first, end } = groups[group]
    let [body, last] = ["", -1]
    for (let i = first; i < end; i++) {
      const before = i === first ? "" : gaps[i]
      if (word !== undefined) body += before + (isKept(i, kept) ? pieces[i].text : word)
      else if (isKept(i, kept)) {
        body += (last < 0 ? "" : between(last, i)) + pieces[i].text
        last = i
      }
    }
    return body
  }
  const visit = word === undefined ? visitKept : (_: Kept, visitor: Visitor) => visitReplaced(visitor)
  return {
    groups,
    visit,
    bodyOf,
    stateOf(group, kept, most) {
      if (group === groups.length) return 0
      const { first, end } = groups[group]
      if (end - first > most) return -1
      let state = 0
      for (let i = first; i < end; i++) state = 2 * state + Number(isKept(i, kept))
      return state
    },
    isBehindMask(group, kept) {
      const first = groups[group]?.first ?? pieces.length
      return word !== undefined && first > 0 && !isKept(first - 1, kept)
    },
    gapBefore: (group) => gaps[groups[group]?.first ?? pieces.length],
    unitsOf: (group) =>
      group === groups.length
        ? []
        : pieces
            .slice(groups[group].first, groups[group].end)
            .flatMap(({ unit }) => (unit < 0 ? [] : [unit])),
    whole(kept) {
      let whole = ""
      visit(kept, (group, before) => {
        whole += before + bodyOf(group, kept)
      })
      return whole
    },
  }
}
