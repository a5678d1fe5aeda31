import { maskedText } from "./masked-text.ts"
import type { TurnStretch } from "./stretches.ts"
import type { Group, TextPieces } from "./text-pieces.ts"

/**
 * Returns groups of pieces whose ids do not depend on each other: the given ones, and together where they do depend, kept or masked.
 *
 * @param units number of units of the text
 * @param word in place of a masked unit; `undefined` to delete it
 */
export function separateGroups(
  text: TextPieces,
  groups: readonly Group[],
  units: number,
  word: string | undefined,
  turn: TurnStretch,
): readonly Group[] {
  const masked = maskedText(text, groups, word)
  const kept = { units: new Uint8Array(units).fill(1), offset: 0 }
  // A deleted group has no ids to depend on.
  const states = word === undefined ? [1] : [1, 0]
  const textOf = (group: number, state: number) => {
    for (const unit of masked.unitsOf(group)) kept.units[unit] = state
    const own = masked.gapBefore(group) + masked.bodyOf(group, kept)
    for (const unit of masked.unitsOf(group)) kept.units[unit] = 1
    return own
  }
  const areSeparate = (left: number) =>
    states.every((state) => {
      const before = turn(textOf(left, state), left === 0 ? "nothing" : "text")
      return states.every((own) => {
        const stretch = turn(textOf(left + 1, own), state === 1 ? "text" : "mask")
        return before !== undefined && stretch !== undefined && stretch.follows(before)
      })
    })
  const merged: Group[] = []
  for (const [index, { first, end }] of groups.entries()) {
    const last = merged.at(-1)
    if (last === undefined || areSeparate(index - 1)) merged.push({ first, end })
    else merged[merged.length - 1] = { first: last.first, end }
  }
  return merged
}
