import { borders, type Piece } from "../pieces.ts"
import type { TextSpan } from "../text-options.ts"
import {
  byDirection,
  hasRightToLeft,
  levelsOf,
  mirror,
  startsOnTheRight,
  type Direction,
} from "./direction.ts"

/** A stretch of a paragraph in one piece of the text, without a border between words in it. */
export interface Token {
  /** As it is drawn. */
  readonly text: string
  readonly piece: Piece | undefined
  /** Whether its piece starts, and ends, with it. */
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly isSpace: boolean
  /** Whether a line may end before it. */
  readonly mayBreak: boolean
  /** Even from left to right, odd from right to left. */
  readonly level: number
}

/** A paragraph: what lies between two line breaks of the text. */
export interface Paragraph {
  readonly tokens: readonly Token[]
  readonly isRightToLeft: boolean
}

const words = new Intl.Segmenter("en", { granularity: "word" })
// Not those that keep words on one line.
const space = /[^\S\u00A0\u202F]/
const lineBreak = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g

/** Returns the paragraphs of the parts of a text that are drawn, with an ellipsis where something is left out. */
export function paragraphsOf(
  text: string,
  pieces: readonly Piece[],
  parts: readonly TextSpan[],
): Paragraph[] {
  const paragraphs: Raw[][] = [[]]
  for (const [index, { start, end }] of parts.entries()) {
    if (start > 0) paragraphs.at(-1)!.push(...(index > 0 ? [gap, ellipsis, gap] : [ellipsis, gap]))
    let at = start
    for (const found of text.slice(start, end).matchAll(lineBreak)) {
      paragraphs.at(-1)!.push(...rawTokens(text, pieces, at, start + found.index))
      paragraphs.push([])
      at = start + found.index + found[0].length
    }
    paragraphs.at(-1)!.push(...rawTokens(text, pieces, at, end))
    if (end < text.length && index === parts.length - 1) paragraphs.at(-1)!.push(gap, ellipsis)
  }
  return paragraphs.map(withLevels)
}

interface Raw extends Omit<Token, "level"> {
  readonly direction: Direction
}

const ellipsis: Raw = {
  text: "…",
  piece: undefined,
  isFirst: false,
  isLast: false,
  isSpace: false,
  mayBreak: true,
  direction: "neutral",
}
const gap: Raw = { ...ellipsis, text: " ", isSpace: true }

/** Returns the tokens between two places of one paragraph. */
function rawTokens(text: string, pieces: readonly Piece[], start: number, end: number): Raw[] {
  const border = borders(text.slice(start, end))
  const breaks = breaksIn(text, start, end)
  const tokens: Raw[] = []
  let piece = pieceAt(pieces, start)
  let at = start
  while (at < end) {
    while (pieces[piece].end <= at) piece++
    const stop = Math.min(end, pieces[piece].end)
    const isSpace = space.test(text[at])
    let next = at + 1
    const goesOn = (place: number) => space.test(text[place]) === isSpace && (isSpace || !breaks.has(place))
    while (next < stop && goesOn(next)) next++
    // An accent on a space belongs to the space.
    next = Math.min(stop, start + border(next - start))
    let from = at
    for (const { text: drawn, direction } of byDirection(text.slice(at, next))) {
      const to = from + drawn.length
      tokens.push({
        text: visible(drawn),
        piece: pieces[piece],
        isFirst: from === pieces[piece].start,
        isLast: to === pieces[piece].end,
        isSpace,
        mayBreak: from === at && breaks.has(at),
        direction,
      })
      from = to
    }
    at = next
  }
  return tokens
}

function pieceAt(pieces: readonly Piece[], place: number): number {
  let [low, high] = [0, pieces.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (pieces[middle].start <= place) low = middle
    else high = middle - 1
  }
  return low
}

const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFF60\p{Extended_Pictographic}]/u
const closing = /^[\p{Pe}\p{Pf}\p{Po}\p{M}ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々]/u
const opening = /[\p{Ps}\p{Pi}]$/u

/**
 * Returns the places where a line may end: before a word that follows white space, and between two words without a space,
 * as Chinese, Japanese and Thai have them.
 */
function breaksIn(text: string, start: number, end: number): Set<number> {
  const breaks = new Set<number>()
  let [before, wasWord] = [" ", false]
  for (const { index, segment, isWordLike = false } of words.segment(text.slice(start, end))) {
    const isWide = wide.test(segment)
    if (space.test(before.at(-1)!)) breaks.add(start + index)
    else if (!opening.test(before) && !closing.test(segment))
      if (
        (isWordLike && (wasWord || /[-–—/]$/.test(before))) ||
        isWide ||
        /[\u3000-\u303F\uFF00-\uFF60]$/.test(before)
      )
        breaks.add(start + index)
    before = segment
    wasWord = isWordLike
  }
  return breaks
}

function withLevels(raw: readonly Raw[]): Paragraph {
  const text = raw.map((token) => token.text).join("")
  if (!hasRightToLeft(text))
    return { tokens: raw.map((token) => ({ ...token, level: 0 })), isRightToLeft: false }
  const isRightToLeft = startsOnTheRight(text)
  const levels = levelsOf(
    raw.map(({ direction }) => direction),
    isRightToLeft,
  )
  const tokens = raw.map((token, index) => ({
    ...token,
    text: levels[index] % 2 === 1 && token.direction === "neutral" ? mirror(token.text) : token.text,
    level: levels[index],
  }))
  return { tokens, isRightToLeft }
}

/**
 * Returns a text as it is drawn: a replacement character for a control character or half of one, four spaces for a tab,
 * nothing for invisible marks except those that join or part letters.
 */
function visible(text: string): string {
  return text
    .replaceAll("\t", "    ")
    .replace(/(?![\u200C\u200D])\p{Format}/gu, "")
    .replace(/[\p{Control}\p{Surrogate}\uFFFE\uFFFF]/gu, "\uFFFD")
    .normalize("NFC")
}
