import type { Size } from "@pami/image"
import { svgDocument } from "../layout/document.ts"
import type { Fonts } from "../layout/fonts.ts"
import { columnsFor } from "../layout/lay-out-segmentations.ts"
import { columnWidth, panel as drawPanel } from "../layout/panel.ts"
import { gap, ink, margin, medium, rule, soft, tiny } from "../layout/style.ts"
import { line, lineWidth, wrap, type Span } from "../layout/text.ts"
import { titleLines } from "../layout/title-lines.ts"
import { chartHeight, lineChart, sample, type ComparisonChart } from "./line-chart.ts"

/** Content of a tile: the overlay of a method. */
export interface MapTile {
  readonly name: string
  readonly note: string
  /** `data:` URI of the overlay. */
  readonly image: string
}

/** Content of a comparison. */
export interface ComparisonContent {
  readonly fonts: Fonts
  /** Size of each image, in pixels of the figure. */
  readonly panel: Size
  readonly title: string
  readonly subtitle: string
  /** Footer, one string per paragraph. */
  readonly footer: readonly string[]
  /** `data:` URI of the input image. */
  readonly input: string
  readonly tiles: readonly MapTile[]
  readonly charts: readonly ComparisonChart[]
}

// Narrower charts have no room for their marks.
const narrowestChart = 240
const headingHeight = 26

/** Lays out the input and the overlays in rows, and charts below, as SVG: text as outlines and images embedded. */
export function layOutComparison(content: ComparisonContent): string {
  const { fonts, panel, title, subtitle, footer, input, tiles, charts } = content
  const column = columnWidth(panel)
  const count = tiles.length + 1
  const chartsInRow = Math.min(4, charts.length)
  const inside = Math.max(rowWidth(columnsFor(count, panel), column), rowWidth(chartsInRow, narrowestChart))
  // The charts may leave room for more columns; the last row is not left nearly empty.
  const rows = Math.ceil(count / Math.floor((inside + gap) / (column + gap)))
  const columns = Math.ceil(count / rows)
  const head = titleLines(fonts, { title, subtitle: subtitle || undefined }, inside)
  const parts = [head.svg]
  let y = head.bottom + 18
  const rowHeight = headingHeight + panel.height + gap
  const place = (index: number) => ({
    x: margin + (index % columns) * (column + gap),
    y: y + Math.floor(index / columns) * rowHeight,
  })
  const first = place(0)
  parts.push(
    line(fonts, [{ text: "Input", style: "bold" }], { x: first.x, y: first.y + 16, size: medium, fill: ink }),
    drawPanel(input, first.x, first.y + headingHeight, panel),
  )
  for (const [index, tile] of tiles.entries()) {
    const at = place(index + 1)
    parts.push(
      heading(fonts, tile, index, { ...at, y: at.y + 16, width: column }),
      drawPanel(tile.image, at.x, at.y + headingHeight, panel),
    )
  }
  y += rows * rowHeight
  if (charts.length > 0) {
    const width = Math.floor((inside - (chartsInRow - 1) * gap) / chartsInRow)
    const height = chartHeight(width, tiles.length)
    for (const [index, chart] of charts.entries())
      parts.push(
        lineChart(fonts, chart, {
          x: margin + (index % chartsInRow) * (width + gap),
          y: y + Math.floor(index / chartsInRow) * (height + gap),
          width,
        }),
      )
    y += Math.ceil(charts.length / chartsInRow) * (height + gap)
  }
  const lines = footer.flatMap((paragraph) => wrap(fonts, paragraph, tiny, inside))
  if (lines.length > 0) {
    parts.push(`<path d="M${margin} ${y - 6.5}H${margin + inside}" stroke="${rule}"/>`)
    y -= 6
    for (const text of lines) {
      y += 18
      parts.push(line(fonts, [{ text }], { x: margin, y, size: tiny, fill: soft, width: inside }))
    }
  }
  return svgDocument({ width: inside + margin * 2, height: Math.ceil(y + margin) }, parts.join(""))
}

function rowWidth(columns: number, width: number): number {
  return columns * width + (columns - 1) * gap
}

/** Draws the name of a method with a sample of its line, so that the charts need no other legend. */
function heading(
  fonts: Fonts,
  { name, note }: MapTile,
  index: number,
  { x, y, width }: { x: number; y: number; width: number },
): string {
  const room = width - 38
  const spans: Span[] = [{ text: name, style: "bold" }]
  const noted: Span[] = note === "" ? spans : [...spans, { text: `  ${note}`, fill: soft }]
  const fits = lineWidth(fonts, noted, medium) <= room
  return (
    sample(index, x, y - 5) +
    line(fonts, fits ? noted : spans, { x: x + 38, y, size: medium, fill: ink, width: room })
  )
}
