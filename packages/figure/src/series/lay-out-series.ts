import { colorBar, type ColorBarContent } from "../layout/color-bar.ts"
import { type Block, type BlocksText, layOutBlocks } from "../layout/lay-out-blocks.ts"
import { panel as drawPanel } from "../layout/panel.ts"
import { ink, small, soft, tiny } from "../layout/style.ts"
import { line, type Span } from "../layout/text.ts"
import type { Tick } from "../layout/ticks.ts"

/** One channel with its map, or a spectrogram. */
export interface SeriesPanel {
  readonly height: number
  /** `data:` URI of the map. */
  readonly image: string
  /** The curve, as SVG path data. Absent for a spectrogram. */
  readonly path?: string
  /** Placed from the top of the panel. */
  readonly yTicks: readonly Tick[]
  readonly name?: string
}

/** A target: its panels, one below the other. */
export interface SeriesRow extends ColorBarContent {
  readonly heading: readonly Span[]
  readonly panels: readonly SeriesPanel[]
}

/** Content of a figure of a series. */
export interface SeriesContent extends BlocksText {
  readonly rows: readonly SeriesRow[]
  /** Width of the panels. */
  readonly width: number
  /** Placed from the left of the panels. */
  readonly xTicks: readonly Tick[]
  readonly xLabel: string
}

// Room for the ticks of an axis.
const axis = 52
// Between the panels of a row.
const narrow = 10

/** Lays out a figure of a series as SVG: text and curves as outlines, maps as embedded images. */
export function layOutSeries(content: SeriesContent): string {
  return layOutBlocks(
    content,
    content.rows.map((row) => rowBlock(content, row)),
  )
}

/** Draws a row; its top left corner is at 0, 0. */
function rowBlock({ fonts, width, xTicks, xLabel }: SeriesContent, row: SeriesRow): Block {
  const parts: string[] = []
  let y = 26
  for (const panel of row.panels) {
    if (panel.name !== undefined) {
      parts.push(line(fonts, [{ text: panel.name }], { x: axis, y: y + 12, size: small, fill: soft, width }))
      y += 18
    }
    parts.push(drawPanel(panel.image, axis, y, { width, height: panel.height }))
    if (panel.path !== undefined)
      parts.push(
        `<path transform="translate(${axis} ${y})" d="${panel.path}" fill="none" stroke="${ink}" stroke-width="1.2" stroke-linejoin="round"/>`,
      )
    for (const { value, text } of panel.yTicks) {
      const at = y + value
      parts.push(
        `<path d="M${axis} ${at.toFixed(1)}h-5" stroke="${ink}"/>`,
        line(fonts, [{ text }], { x: axis - 8, y: at + 4, size: tiny, fill: ink, anchor: "end" }),
      )
    }
    y += panel.height + narrow
  }
  y -= narrow
  for (const { value, text } of xTicks) {
    const at = axis + value
    parts.push(
      `<path d="M${at.toFixed(1)} ${y}v5" stroke="${ink}"/>`,
      line(fonts, [{ text }], { x: at, y: y + 18, size: tiny, fill: ink, anchor: "middle" }),
    )
  }
  parts.push(
    line(fonts, [{ text: xLabel }], {
      x: axis + width / 2,
      y: y + 35,
      size: tiny,
      fill: soft,
      anchor: "middle",
    }),
  )
  const bar = colorBar(fonts, row, Math.max(120, y - 26))
  parts.push(`<g transform="translate(${axis + width + 14} 26)">${bar.svg}</g>`)
  const right = axis + width + 14 + bar.width
  parts.unshift(line(fonts, row.heading, { x: axis, y: 14, size: 15, fill: ink, width: right - axis }))
  return { svg: parts.join(""), width: right, height: Math.max(y + 40, 26 + 120) }
}
