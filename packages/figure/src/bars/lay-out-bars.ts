import type { Scale } from "@pami/core"
import { svgDocument } from "../layout/document.ts"
import type { Fonts } from "../layout/fonts.ts"
import { predictionList, type FigurePrediction } from "../layout/prediction-list.ts"
import { gap, ink, large, margin, medium, rule, small, soft, tiny } from "../layout/style.ts"
import { line, lineWidth, wrap, type Span } from "../layout/text.ts"
import { ticks } from "../layout/ticks.ts"

/** Places values along the axis, in pixels from the left of the bars. */
export type Place = (value: number) => number

/** A row of a chart of bars: a name, perhaps a value, a drawing along the axis, and a number. */
export interface BarRow {
  readonly name: string
  readonly value?: string
  /** At the right of the row. */
  readonly number: string
  /** Returns SVG elements around the middle line `y`. */
  readonly draw: (place: Place, y: number) => string
}

/** Content of a chart of bars. */
export interface BarsContent {
  readonly fonts: Fonts
  readonly title: string
  readonly subtitle?: string
  readonly predictions?: readonly FigurePrediction[]
  readonly scoreScale: Scale
  readonly rows: readonly BarRow[]
  /** Below the rows. */
  readonly others?: string
  /** Ends of the axis. 0 is marked if it lies between them. */
  readonly axis: { readonly min: number; readonly max: number; readonly label: string }
  /** Heading of the values. */
  readonly heading?: string
  readonly footer?: readonly string[]
}

/** Height of a bar, in pixels. */
export const barHeight = 16
const rowHeight = 26
const axisWidth = 360
const widest = { name: 260, value: 150 }

/** Lays out a chart of horizontal bars as SVG, text as outlines. */
export function layOutBars(content: BarsContent): string {
  const { fonts, title, subtitle, predictions = [], rows, others, axis, heading, footer = [] } = content
  const widthOf = (texts: readonly string[], most: number) =>
    Math.min(most, Math.max(0, ...texts.map((text) => lineWidth(fonts, [{ text }], small))))
  const columns = {
    name: Math.max(
      90,
      widthOf(
        rows.map(({ name }) => name),
        widest.name,
      ),
    ),
    value: widthOf(
      rows.map(({ value = "" }) => value),
      widest.value,
    ),
    number: widthOf(
      rows.map(({ number }) => number),
      120,
    ),
  }
  const [name, value] = [margin, margin + columns.name + 14]
  const bars = value + (columns.value > 0 ? columns.value + 14 : 0)
  const number = bars + axisWidth + 14 + columns.number
  const inside = number - margin
  const parts: string[] = []
  const write = (spans: readonly Span[], x: number, y: number, size: number, fill: string, width?: number) =>
    parts.push(line(fonts, spans, { x, y, size, fill, ...(width === undefined ? {} : { width }) }))
  let y = margin + 18
  write([{ text: title, style: "bold" }], margin, y, large, ink, inside)
  if (subtitle !== undefined) write([{ text: subtitle }], margin, (y += 23), medium, soft, inside)
  y += gap
  if (predictions.length > 0) {
    const place = { x: margin, y: y - 8, width: Math.min(inside, 360), scale: content.scoreScale }
    const list = predictionList(fonts, predictions, place)
    parts.push(list.svg)
    y = list.bottom + gap
  }
  if (heading !== undefined) write([{ text: heading }], value, y, tiny, soft)
  const top = y + 8
  const bottom = top + rows.length * rowHeight
  const span = axis.max - axis.min
  const place: Place = (at) =>
    bars + (span > 0 ? Math.min(1, Math.max(0, (at - axis.min) / span)) * axisWidth : 0)
  for (const { value: at, text } of ticks(axis.min, axis.max, 5)) {
    const x = place(at).toFixed(2)
    parts.push(
      `<path d="M${x} ${top}V${bottom}" stroke="${rule}"/>`,
      line(fonts, [{ text }], { x: Number(x), y: bottom + 16, size: tiny, fill: ink, anchor: "middle" }),
    )
  }
  for (const [index, row] of rows.entries()) {
    const middle = top + index * rowHeight + rowHeight / 2
    const text = middle + 4.5
    write([{ text: row.name }], name, text, small, ink, columns.name)
    if (row.value !== undefined) write([{ text: row.value }], value, text, small, soft, columns.value)
    parts.push(row.draw(place, middle))
    parts.push(
      line(fonts, [{ text: row.number }], { x: number, y: text, size: small, fill: ink, anchor: "end" }),
    )
  }
  if (axis.min <= 0 && axis.max >= 0)
    parts.push(`<path d="M${place(0).toFixed(2)} ${top}V${bottom}" stroke="${ink}"/>`)
  if (others !== undefined) write([{ text: others }], name, bottom + 16, tiny, soft, bars - name - 30)
  y = bottom + 36
  parts.push(
    line(fonts, [{ text: axis.label }], {
      x: bars + axisWidth / 2,
      y,
      size: tiny,
      fill: soft,
      anchor: "middle",
      width: axisWidth + 2 * columns.number,
    }),
  )
  const lines = footer.flatMap((paragraph) => wrap(fonts, paragraph, tiny, inside))
  if (lines.length > 0) {
    parts.push(`<path d="M${margin} ${y + 16.5}H${margin + inside}" stroke="${rule}"/>`)
    y += 18
    for (const text of lines) write([{ text }], margin, (y += 18), tiny, soft)
  }
  return svgDocument({ width: Math.ceil(number + margin), height: Math.ceil(y + margin) }, parts.join(""))
}
