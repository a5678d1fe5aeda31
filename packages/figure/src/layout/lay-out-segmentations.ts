import type { Size } from "@pami/image"
import { svgDocument } from "./document.ts"
import type { Fonts } from "./fonts.ts"
import { columnWidth, panel as drawPanel } from "./panel.ts"
import { gap, ink, large, margin, medium, small, soft, tiny } from "./style.ts"
import { line, lineWidth, wrap, type Span } from "./text.ts"

/** Content of a tile. */
export interface TileContent {
  readonly name: string
  /** The number of parts in words: `12 parts`. */
  readonly parts: string
  /** `data:` URI of the image with its boundaries. */
  readonly image: string
}

/** Content of a figure of tiles. */
export interface SegmentationsContent {
  readonly fonts: Fonts
  /** Size of each image, in pixels of the figure. */
  readonly panel: Size
  readonly columns: number
  readonly title: string
  readonly subtitle: string
  /** Footer, one string per paragraph. */
  readonly footer: readonly string[]
  readonly tiles: readonly TileContent[]
}

const lineHeight = 20

/** Returns the number of columns that makes a figure about one and a half times as wide as high. */
export function columnsFor(count: number, panel: Size): number {
  const across = columnWidth(panel) + gap
  const down = panel.height + gap + lineHeight * 1.5
  const rows = Math.ceil(count / Math.max(1, Math.round(Math.sqrt((1.5 * count * down) / across))))
  // No more columns than these rows need, so that the last row is not left nearly empty.
  return Math.ceil(count / rows)
}

/** Lays out images under their names, in rows, as SVG: text as outlines and images embedded. */
export function layOutSegmentations(content: SegmentationsContent): string {
  const { fonts, panel, columns, title, subtitle, footer, tiles } = content
  const column = columnWidth(panel)
  const inside = columns * column + (columns - 1) * gap
  const width = inside + margin * 2
  const parts: string[] = []
  let y = margin
  const write = (spans: readonly Span[], size: number, fill: string) =>
    parts.push(line(fonts, spans, { x: margin, y, size, fill, width: inside }))
  if (title !== "") {
    y += 18
    write([{ text: title, style: "bold" }], large, ink)
  }
  if (subtitle !== "") {
    y += 23
    write([{ text: subtitle }], medium, soft)
  }
  if (y > margin) y += 22
  const oneLine = tiles.every((tile) => lineWidth(fonts, captionOf(tile), medium) <= column)
  const captionHeight = oneLine ? lineHeight : lineHeight * 2
  const rowHeight = captionHeight + 4 + panel.height + gap
  for (const [index, tile] of tiles.entries()) {
    const x = margin + (index % columns) * (column + gap)
    const top = y + Math.floor(index / columns) * rowHeight
    const text = { x, y: top + 14, size: medium, fill: ink, width: column }
    if (oneLine) parts.push(line(fonts, captionOf(tile), text))
    else
      parts.push(
        line(fonts, [{ text: tile.name, style: "bold" }], text),
        line(fonts, [{ text: tile.parts }], { ...text, y: top + 14 + lineHeight, size: small, fill: soft }),
      )
    parts.push(drawPanel(tile.image, x, top + captionHeight + 4, panel))
  }
  y += Math.ceil(tiles.length / columns) * rowHeight - gap
  for (const text of footer.flatMap((paragraph) => wrap(fonts, paragraph, tiny, inside))) {
    y += lineHeight
    write([{ text }], tiny, soft)
  }
  return svgDocument({ width, height: Math.ceil(y + margin) }, parts.join(""))
}

function captionOf({ name, parts }: TileContent): Span[] {
  return [
    { text: name, style: "bold" },
    { text: `   ${parts}`, fill: soft },
  ]
}
