import { visualOrder } from "./direction.ts"
import type { Paragraph, Token } from "./tokens.ts"
import { splitToFit } from "./word-shapes.ts"

/** A token in its place on a line. */
export interface PlacedToken extends Token {
  /** Left end, in pixels from the start of the column. */
  readonly x: number
  readonly width: number
}

interface Sized extends Token {
  readonly width: number
}

/** Room at both ends of a unit, which its background fills. */
export const padding = 2

/** Returns whether a token has room at the ends of its unit: units that the model did not see have no background. */
export function isPadded({ piece }: Token): boolean {
  return piece?.unit !== undefined && piece.isSeen
}

function widthWithin(token: Token, widthOf: (text: string) => number): number {
  const ends = isPadded(token) ? Number(token.isFirst) + Number(token.isLast) : 0
  return widthOf(token.text) + padding * ends
}

/**
 * Sets a paragraph in lines of at most `room` pixels, from left to right or from right to left.
 *
 * @returns the tokens of each line from left to right
 */
export function setLines(
  { tokens, isRightToLeft }: Paragraph,
  room: number,
  widthOf: (text: string) => number,
): PlacedToken[][] {
  const lines: Sized[][] = [[]]
  let left = room
  for (const atom of atomsOf(tokens, widthOf)) {
    const width = atom.reduce((sum, token) => sum + token.width, 0)
    if (atom[0].isSpace) {
      // Spaces hang over the end of a line; at its start they stay, as in a list or a program.
      lines
        .at(-1)!
        .push(...atom.map((token) => ({ ...token, width: Math.min(token.width, Math.max(0, left)) })))
      left -= width
      continue
    }
    if (width > left && lines.at(-1)!.some(({ isSpace }) => !isSpace)) {
      lines.push([])
      left = room
    }
    for (const token of width > left ? atom.flatMap((token) => split(token, room, widthOf)) : atom) {
      if (token.width > left && lines.at(-1)!.length > 0) {
        lines.push([])
        left = room
      }
      lines.at(-1)!.push(token)
      left -= token.width
    }
  }
  return lines.map((line) => place(withoutEnd(line), isRightToLeft, room))
}

/** Returns runs of tokens between which a line may end. */
function atomsOf(tokens: readonly Token[], widthOf: (text: string) => number): Sized[][] {
  const atoms: Sized[][] = []
  for (const token of tokens) {
    const sized = { ...token, width: widthWithin(token, widthOf) }
    const last = atoms.at(-1)
    if (last === undefined || token.mayBreak || token.isSpace !== last[0].isSpace) atoms.push([sized])
    else last.push(sized)
  }
  return atoms
}

function split(token: Sized, room: number, widthOf: (text: string) => number): Sized[] {
  if (token.width <= room) return [token]
  const texts = splitToFit(token.text, room - 2 * padding, widthOf)
  return texts.map((text, index) => {
    const isFirst = token.isFirst && index === 0
    const isLast = token.isLast && index === texts.length - 1
    const part = { ...token, text, isFirst, isLast }
    return { ...part, width: widthWithin(part, widthOf) }
  })
}

function withoutEnd(line: readonly Sized[]): Sized[] {
  return line.slice(0, line.findLastIndex(({ isSpace }) => !isSpace) + 1)
}

function place(line: readonly Sized[], isRightToLeft: boolean, room: number): PlacedToken[] {
  const total = line.reduce((sum, token) => sum + token.width, 0)
  let x = isRightToLeft ? room - total : 0
  return visualOrder(line).map((token) => {
    const at = x
    x += token.width
    return { ...token, x: at }
  })
}
