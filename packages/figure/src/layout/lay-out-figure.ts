import type { Scale } from "@pami/core"
import type { Size } from "@pami/image"
import { colorBar, type ColorBarContent } from "./color-bar.ts"
import { svgDocument } from "./document.ts"
import type { Fonts } from "./fonts.ts"
import { columnWidth, panel as drawPanel } from "./panel.ts"
import { predictionList, type FigurePrediction } from "./prediction-list.ts"
import { gap, ink, margin, rule, small, soft, tiny } from "./style.ts"
import { drawBoxes, type PanelBox } from "./target-boxes.ts"
import { line, wrap, type Span } from "./text.ts"
import { titleLines } from "./title-lines.ts"

/** Content of a row, which explains one target or the contrast of two. */
export interface RowContent extends ColorBarContent {
  /** Above the overlay. */
  readonly heading: readonly Span[]
  /** The target's box on the panel, if it has one. */
  readonly box: PanelBox | undefined
  /** The boxes of the other targets. */
  readonly others: readonly PanelBox[]
  /** `data:` URI of the overlay. */
  readonly overlay: string
  /** `data:` URI of the importance map, transparent where nothing is known. */
  readonly map: string
}

/** Content of a figure: the input image, and for each target its overlay and importance map with a colour bar. */
export interface FigureContent {
  readonly fonts: Fonts
  readonly title: string
  readonly subtitle?: string
  /** Size of each panel, in pixels of the figure. */
  readonly panel: Size
  /** `data:` URI of the input image. */
  readonly input: string
  /** Under the input, best first. */
  readonly predictions?: readonly FigurePrediction[]
  /** The kind of scores; probabilities appear in per cent. */
  readonly scoreScale: Scale
  readonly rows: readonly RowContent[]
  /** Footer, one string per paragraph. */
  readonly footer?: readonly string[]
  /** Whether the panels show more than the model saw; the figure then explains the hatching. */
  readonly partlySeen: boolean
}

// Lines around the box of a row's target, and around others, in pixels of the figure.
const [thick, thin] = [2.5, 1]

/** Lays out a figure as SVG: text as outlines and images embedded, so that it needs no other file. */
export function layOutFigure(content: FigureContent): string {
  const { fonts, title, subtitle, panel, input, predictions = [], scoreScale, rows } = content
  const column = columnWidth(panel)
  const rowHeight = Math.max(panel.height, 120)
  const bars = rows.map((row) => colorBar(fonts, row, rowHeight))
  const barWidth = Math.max(0, ...bars.map((bar) => bar.width))
  const width = Math.ceil(margin * 2 + column * 2 + panel.width + gap * 2 + barWidth)
  const inside = width - margin * 2
  const head = titleLines(fonts, { title, subtitle }, inside)
  const parts = [head.svg]
  const top = head.bottom + 36
  const [left, middle, right] = [margin, margin + column + gap, margin + (column + gap) * 2]
  parts.push(heading(fonts, [{ text: "Input", style: "bold" }], left, top, column))
  parts.push(drawPanel(input, left, top + 12, panel))
  const boxes = rows.flatMap(({ box }) => box ?? [])
  parts.push(drawBoxes(boxes, left, top + 12, thin))
  const list = predictionList(fonts, predictions, {
    x: left,
    y: top + 12 + panel.height + 10,
    width: column,
    scale: scoreScale,
  })
  parts.push(list.svg)
  let bottom = top + 12
  for (const [index, row] of rows.entries()) {
    const at = top + index * (rowHeight + 48)
    parts.push(
      heading(fonts, row.heading, middle, at, column + gap + panel.width - 150),
      line(fonts, [{ text: "importance map" }], {
        x: right + panel.width,
        y: at,
        size: small,
        fill: soft,
        anchor: "end",
      }),
      drawPanel(row.overlay, middle, at + 12, panel),
      drawBoxes(row.others, middle, at + 12, thin),
      drawBoxes(row.box === undefined ? [] : [row.box], middle, at + 12, thick),
      hatch(right, at + 12, panel),
      drawPanel(row.map, right, at + 12, panel),
      `<g transform="translate(${right + panel.width + 14} ${at + 12})">${bars[index].svg}</g>`,
    )
    bottom = at + 12 + rowHeight
  }
  const foot = footer(content, { top: Math.max(bottom, list.bottom), width })
  parts.push(foot.svg)
  return svgDocument({ width, height: foot.bottom }, parts.join(""), hatchPattern)
}

/** Draws what the hatching means, where there is any, and the paragraphs of the footer. */
function footer(
  { fonts, footer = [], partlySeen }: FigureContent,
  { top, width }: { readonly top: number; readonly width: number },
): { readonly svg: string; readonly bottom: number } {
  const lines = footer.flatMap((paragraph) => wrap(fonts, paragraph, tiny, width - margin * 2))
  if (lines.length === 0 && !partlySeen) return { svg: "", bottom: Math.ceil(top + margin) }
  const parts = [`<path d="M${margin} ${top + 16.5}H${width - margin}" stroke="${rule}"/>`]
  let y = top + 34
  if (partlySeen) {
    parts.push(
      `<rect x="${margin + 0.5}" y="${y - 9.5}" width="18" height="11" fill="url(#unseen)" stroke="${rule}"/>`,
      line(fonts, [{ text: "outside what the model was shown" }], {
        x: margin + 27,
        y,
        size: tiny,
        fill: soft,
      }),
    )
    y += 19
  }
  for (const text of lines) {
    parts.push(line(fonts, [{ text }], { x: margin, y, size: tiny, fill: soft }))
    y += 18
  }
  return { svg: parts.join(""), bottom: Math.ceil(y - 18 + margin) }
}

const hatchPattern =
  `<pattern id="unseen" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
  `<rect width="7" height="7" fill="#f4f4f6"/><rect width="2" height="7" fill="#dedfe3"/></pattern>`

function hatch(x: number, y: number, { width, height }: Size): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="url(#unseen)"/>`
}

function heading(fonts: Fonts, spans: readonly Span[], x: number, y: number, width: number): string {
  return line(fonts, spans, { x, y, size: 15, fill: ink, width })
}
