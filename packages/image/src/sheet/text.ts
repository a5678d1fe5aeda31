import type { Font, Fonts } from "./fonts.ts"

/** A stretch of text in one cut. */
export interface Span {
  readonly text: string
  /** Default: `regular`. */
  readonly cut?: keyof Fonts
  /** Default: the line's. */
  readonly fill?: string
}

/** Where and how a line of text stands. */
export interface LineOptions {
  readonly x: number
  /** Of the baseline. */
  readonly y: number
  readonly size: number
  readonly fill: string
  /** What `x` is. Default: `start`. */
  readonly anchor?: "start" | "middle" | "end"
  /** The last span that does not fit is shortened with an ellipsis. Default: no limit. */
  readonly width?: number
  /** Degrees, clockwise around `x`, `y`. Default: 0. */
  readonly rotate?: number
}

/**
 * A line of text as outlines; `aria-label` keeps the words for screen readers and searches. What the fonts lack is text,
 * drawn by a font of the machine that shows it.
 */
export function line(fonts: Fonts, spans: readonly Span[], options: LineOptions): string {
  const { x, y, size, fill, anchor = "start", width = Infinity, rotate = 0 } = options
  const shown = shorten(fonts, spans.map(printable), size, width)
  const total = lineWidth(fonts, shown, size)
  let at = x - (anchor === "end" ? total : anchor === "middle" ? total / 2 : 0)
  const paths = shown.flatMap((span) => {
    const { cut = "regular" } = span
    const fillOf = span.fill === undefined ? "" : ` fill="${span.fill}"`
    return splitText(fonts[cut], span.text).map(({ text, isElsewhere }) => {
      const start = at
      at += fonts[cut].width(text, size)
      if (isElsewhere) return textElement(text, start, y, size, cut, fillOf)
      const path = fonts[cut].outlines(text, start, y, size)
      return path === "" ? "" : `<path d="${path}"${fillOf}/>`
    })
  })
  const label = spans.map((span) => printable(span).text).join("")
  const turn = rotate === 0 ? "" : ` transform="rotate(${rotate} ${x} ${y})"`
  return `<g role="img" aria-label="${escape(label)}" fill="${fill}"${turn}>${paths.join("")}</g>`
}

interface Piece {
  readonly text: string
  /** Whether the font lacks some of it. */
  readonly isElsewhere: boolean
}

/**
 * The text before, from and behind the characters that the font lacks. All between the first and the last stays
 * together: scripts that are written from right to left order their words themselves.
 */
function splitText(font: Font, text: string): Piece[] {
  const characters = [...text]
  const first = characters.findIndex((character) => !font.has(character))
  if (first === -1) return [{ text, isElsewhere: false }]
  const end = characters.findLastIndex((character) => !font.has(character)) + 1
  const pieces = [
    { text: characters.slice(0, first).join(""), isElsewhere: false },
    { text: characters.slice(first, end).join(""), isElsewhere: true },
    { text: characters.slice(end).join(""), isElsewhere: false },
  ]
  return pieces.filter(({ text }) => text !== "")
}

function textElement(
  text: string,
  x: number,
  y: number,
  size: number,
  cut: keyof Fonts,
  fill: string,
): string {
  const style = cut === "bold" ? ` font-weight="bold"` : cut === "italic" ? ` font-style="italic"` : ""
  return (
    `<text x="${x.toFixed(2)}" y="${y}" font-family="sans-serif" font-size="${size}"${style}${fill} ` +
    `xml:space="preserve">${escape(text)}</text>`
  )
}

/** The characters of a drawing's texts that are not drawn as outlines, once each. */
export function charactersElsewhere(svg: string): string[] {
  const texts = svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)
  return [...new Set([...texts].flatMap(([, text]) => [...text]))]
}

/** Width of a line in pixels. */
export function lineWidth(fonts: Fonts, spans: readonly Span[], size: number): number {
  return spans.reduce((sum, { text, cut = "regular" }) => sum + fonts[cut].width(text, size), 0)
}

// The longest span gives way: in "probability of a very long label" that is the label.
function shorten(fonts: Fonts, spans: readonly Span[], size: number, width: number): readonly Span[] {
  const total = lineWidth(fonts, spans, size)
  if (total <= width) return spans
  const widths = spans.map(({ text, cut = "regular" }) => fonts[cut].width(text, size))
  const longest = widths.indexOf(Math.max(...widths))
  const { text, cut = "regular" } = spans[longest]
  const room = widths[longest] - (total - width)
  const characters = [...text]
  const shortenedTo = (count: number) => `${characters.slice(0, count).join("").trimEnd()}…`
  let fits = 0
  let tooMany = characters.length
  while (fits + 1 < tooMany) {
    const middle = (fits + tooMany) >> 1
    if (fonts[cut].width(shortenedTo(middle), size) <= room) fits = middle
    else tooMany = middle
  }
  const cutText = shortenedTo(fits)
  const shortened = spans.map((span, index) => (index === longest ? { ...span, text: cutText } : span))
  const further = fits === 0 && spans.length > 1 && text !== "…"
  return further ? shorten(fonts, shortened, size, width) : shortened
}

/** Breaks a text into lines of at most `width` pixels, at spaces. */
export function wrap(fonts: Fonts, text: string, size: number, width: number): string[] {
  const lines: string[] = []
  let current = ""
  for (const word of text.split(/\s+/)) {
    const longer = current === "" ? word : `${current} ${word}`
    if (current !== "" && fonts.regular.width(longer, size) > width) {
      lines.push(current)
      current = word
    } else current = longer
  }
  return current === "" ? lines : [...lines, current]
}

// More than any line shows.
const longestSpan = 4096

/** Control characters and halves of characters, which XML does not allow, and line ends become spaces. */
function printable(span: Span): Span {
  return {
    ...span,
    text: span.text.slice(0, longestSpan).replace(/[\p{Control}\p{Surrogate}\uFFFE\uFFFF]+/gu, " "),
  }
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
}
