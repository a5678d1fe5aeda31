import type { Font, Fonts } from "./fonts.ts"

/** A piece of text in one font style. */
export interface Span {
  readonly text: string
  /** Default: `regular`. */
  readonly style?: keyof Fonts
  /** Default: the fill of the line. */
  readonly fill?: string
}

/** Position and style of a line of text. */
export interface LineOptions {
  readonly x: number
  /** Baseline. */
  readonly y: number
  readonly size: number
  readonly fill: string
  /** Which point of the line `x` is. Default: `start`. */
  readonly anchor?: "start" | "middle" | "end"
  /** Width beyond which the longest span is truncated with an ellipsis. Default: no limit. */
  readonly width?: number
  /** Rotation around `x`, `y`, in degrees clockwise. Default: 0. */
  readonly rotate?: number
}

/**
 * Draws a line of text as outlines; `aria-label` keeps the words for screen readers and search. Characters that the fonts
 * lack become SVG text, which the viewer draws in a font of its machine.
 */
export function line(fonts: Fonts, spans: readonly Span[], options: LineOptions): string {
  const { x, y, size, fill, anchor = "start", width = Infinity, rotate = 0 } = options
  const shown = truncate(fonts, spans.map(printable), size, width)
  const total = lineWidth(fonts, shown, size)
  let at = x - (anchor === "end" ? total : anchor === "middle" ? total / 2 : 0)
  const paths = shown.flatMap((span) => {
    const { style = "regular" } = span
    const fillAttribute = span.fill === undefined ? "" : ` fill="${span.fill}"`
    return splitText(fonts[style], span.text).map(({ text, isMissing }) => {
      const start = at
      at += fonts[style].width(text, size)
      if (isMissing) return textElement(text, start, y, size, style, fillAttribute)
      const path = fonts[style].outlines(text, start, y, size)
      return path === "" ? "" : `<path d="${path}"${fillAttribute}/>`
    })
  })
  const label = spans.map((span) => printable(span).text).join("")
  const turn = rotate === 0 ? "" : ` transform="rotate(${rotate} ${x} ${y})"`
  return `<g role="img" aria-label="${escapeXml(label)}" fill="${fill}"${turn}>${paths.join("")}</g>`
}

interface Piece {
  readonly text: string
  /** Whether the font lacks some of these characters. */
  readonly isMissing: boolean
}

/**
 * Splits a text into the pieces before, within and after the stretch that the font lacks. The stretch runs from the first
 * missing character to the last in one piece, because a right-to-left script orders its own words.
 */
function splitText(font: Font, text: string): Piece[] {
  const characters = [...text]
  const first = characters.findIndex((character) => !font.has(character))
  if (first === -1) return [{ text, isMissing: false }]
  const end = characters.findLastIndex((character) => !font.has(character)) + 1
  const pieces = [
    { text: characters.slice(0, first).join(""), isMissing: false },
    { text: characters.slice(first, end).join(""), isMissing: true },
    { text: characters.slice(end).join(""), isMissing: false },
  ]
  return pieces.filter(({ text }) => text !== "")
}

function textElement(
  text: string,
  x: number,
  y: number,
  size: number,
  style: keyof Fonts,
  fill: string,
): string {
  const face = style === "bold" ? ` font-weight="bold"` : style === "italic" ? ` font-style="italic"` : ""
  return (
    `<text x="${x.toFixed(2)}" y="${y}" font-family="sans-serif" font-size="${size}"${face}${fill} ` +
    `xml:space="preserve">${escapeXml(text)}</text>`
  )
}

/** Returns the distinct characters of an SVG drawing that are text rather than outlines. */
export function textCharacters(svg: string): string[] {
  const texts = svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)
  return [...new Set([...texts].flatMap(([, text]) => [...text]))]
}

/** Returns the width of a line in pixels. */
export function lineWidth(fonts: Fonts, spans: readonly Span[], size: number): number {
  return spans.reduce((sum, { text, style = "regular" }) => sum + fonts[style].width(text, size), 0)
}

// Truncates the longest span: in "probability of a very long label" that is the label.
function truncate(fonts: Fonts, spans: readonly Span[], size: number, width: number): readonly Span[] {
  const total = lineWidth(fonts, spans, size)
  if (total <= width) return spans
  const widths = spans.map(({ text, style = "regular" }) => fonts[style].width(text, size))
  const longest = widths.indexOf(Math.max(...widths))
  const { text, style = "regular" } = spans[longest]
  const room = widths[longest] - (total - width)
  const characters = [...text]
  const truncatedTo = (count: number) => `${characters.slice(0, count).join("").trimEnd()}…`
  let fits = 0
  let tooMany = characters.length
  while (fits + 1 < tooMany) {
    const middle = (fits + tooMany) >> 1
    if (fonts[style].width(truncatedTo(middle), size) <= room) fits = middle
    else tooMany = middle
  }
  const shown = truncatedTo(fits)
  const truncated = spans.map((span, index) => (index === longest ? { ...span, text: shown } : span))
  const further = fits === 0 && spans.length > 1 && text !== "…"
  return further ? truncate(fonts, truncated, size, width) : truncated
}

/** Breaks a text at spaces into lines of at most `width` pixels. */
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

// Characters of a span, more than any line shows.
const longestSpan = 4096

function printable(span: Span): Span {
  return { ...span, text: printableText(span.text.slice(0, longestSpan)) }
}

/** Replaces line ends, and the control characters and lone surrogates that XML does not allow, by spaces. */
export function printableText(text: string): string {
  return text.replace(/[\p{Control}\p{Surrogate}\uFFFE\uFFFF]+/gu, " ")
}

/** Returns a text as the content of an XML element or of a quoted attribute. */
export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
}
