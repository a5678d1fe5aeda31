import { expectUnits } from "./limits.ts"
import { isBlank, trimmed } from "./span.ts"
import type { Span } from "./span.ts"

/** A line of a text, and whether a blank line stands before it. */
export interface Line {
  readonly text: string
  readonly afterBlank: boolean
}

const ending = /\r\n|[\n\r\u2028\u2029]/gu

/** Cuts a text at the lines that start a unit. Blank lines belong to none. */
export function cutAtLines(text: string, startsUnit: (line: Line) => boolean): readonly Span[] {
  const spans: Span[] = []
  let [unit, blank] = [-1, true]
  const close = (end: number) => {
    const span = unit >= 0 ? trimmed(text, unit, end) : undefined
    if (span) spans.push(span)
    expectUnits(spans.length)
  }
  for (const { start, end } of linesOf(text)) {
    const line = text.slice(start, end)
    if (isBlank(line)) {
      blank = true
      continue
    }
    if (unit < 0 || startsUnit({ text: line, afterBlank: blank })) {
      close(start)
      unit = start
    }
    blank = false
  }
  close(text.length)
  return spans
}

function* linesOf(text: string): Generator<Span> {
  let start = 0
  for (const { index, 0: mark } of text.matchAll(ending)) {
    yield { start, end: index }
    start = index + mark.length
  }
  yield { start, end: text.length }
}

// A bullet, or a number or letter with a full stop or brackets.
const marker = /^\s*(?:[-*+•‣▪–—]|\(?(?:\p{Nd}{1,4}|\p{L})[.)])\s/u

/** Returns whether a line starts an item of a list, or a paragraph beside it. */
export function startsItem({ text, afterBlank }: Line): boolean {
  return marker.test(text) || (afterBlank && !/^\s/u.test(text))
}

const role =
  /^\s*(?:#{1,6} *|\*\*|\[|<\|?)?(?:user|human|assistant|system|ai|bot|agent|customer|tool|developer|question|answer|q|a)(?:\*\*|\]|\|?>)?\s*(?::|$)/iu
const speaker = /^\p{Lu}[\p{L}\p{M}'’.-]*(?: \p{Lu}[\p{L}\p{M}'’.-]*){0,2}:\s/u
const marked = /^\s*<\|(?:im_start|start_header_id)\|>/u

/** Returns whether a line starts the turn of a speaker: a role or a name in capitals, with a colon. */
export function startsTurn({ text }: Line): boolean {
  return role.test(text) || speaker.test(text) || marked.test(text)
}
