import type { Fonts } from "./fonts.ts"

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

/** A line of text as outlines; `aria-label` keeps the words for whoever reads or searches the drawing. */
export function line(fonts: Fonts, spans: readonly Span[], options: LineOptions): string {
  const { x, y, size, fill, anchor = "start", width = Infinity, rotate = 0 } = options
  const shown = shorten(fonts, spans.map(printable), size, width)
  const total = lineWidth(fonts, shown, size)
  let at = x - (anchor === "end" ? total : anchor === "middle" ? total / 2 : 0)
  const paths = shown.map((span) => {
    const path = fonts[span.cut ?? "regular"].outlines(span.text, at, y, size)
    at += fonts[span.cut ?? "regular"].width(span.text, size)
    return path === "" ? "" : `<path d="${path}"${span.fill === undefined ? "" : ` fill="${span.fill}"`}/>`
  })
  const label = spans.map((span) => printable(span).text).join("")
  const turn = rotate === 0 ? "" : ` transform="rotate(${rotate} ${x} ${y})"`
  return `<g role="img" aria-label="${escape(label)}" fill="${fill}"${turn}>${paths.join("")}</g>`
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
  let characters = [...text]
  let cutText = "…"
  while (characters.length > 0) {
    characters = characters.slice(0, -1)
    cutText = `${characters.join("").trimEnd()}…`
    if (fonts[cut].width(cutText, size) <= room) break
  }
  const shortened = spans.map((span, index) => (index === longest ? { ...span, text: cutText } : span))
  const further = characters.length === 0 && spans.length > 1 && text !== "…"
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

/** Control characters and halves of characters, which XML does not allow, and line ends become spaces. */
function printable(span: Span): Span {
  return { ...span, text: span.text.replace(/[\p{Control}\p{Surrogate}\uFFFE\uFFFF]+/gu, " ") }
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
}
