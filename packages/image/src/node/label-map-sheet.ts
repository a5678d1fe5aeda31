import { slices } from "@pami/core"
import { drawBoundaries, type BoundariesOptions } from "../boundaries.ts"
import type { Geometry } from "../fit.ts"
import { labelsToOriginal } from "../label-map.ts"
import { checkPicture, lumaAt, type Picture, type Size } from "../picture.ts"
import { resize } from "../resample.ts"
import { fitInside } from "../sheet/draw-sheet.ts"
import type { Fonts } from "../sheet/fonts.ts"
import { ink, rule, small, soft } from "../sheet/style.ts"
import { line, lineWidth, wrap, type Span } from "../sheet/text.ts"
import { describeUndrawn } from "./characters-drawn.ts"
import { encodePng } from "./encode-png.ts"
import { dejavuSans, rasterizeSvg, type RenderedSheet } from "./render-sheet.ts"

/** A segmentation to show. */
export interface SegmentationTile {
  /** Above it, with the number of its parts: `"SLIC, 30 segments"`. */
  readonly name: string
  /** On the model's grid, `[grid.height, grid.width]`: any integers. */
  readonly labels: Int32Array
}

/** What {@link renderSegmentations} makes a figure of. */
export interface RenderSegmentationsOptions extends Pick<BoundariesOptions, "color" | "width"> {
  /** The original, on which the borders are drawn. */
  readonly picture: Picture
  readonly geometry: Geometry
  /** One fills the figure, several are tiled, in rows, in their order. */
  readonly segmentations: readonly SegmentationTile[]
  /** Default: none. */
  readonly title?: string
  /** Default: none. */
  readonly subtitle?: string
  /** Small print, a paragraph each. Default: none. */
  readonly footer?: readonly string[]
  /** Longest side of a picture, in pixels of the figure, 64 to 4096. Default: 640 for one segmentation, else 270. */
  readonly panelSide?: number
  /** Tiles side by side at the most. Default: what makes the figure about one and a half times as wide as high. */
  readonly columns?: number
  /** Pixels of the PNG for each pixel of the figure, 0.5 to 8. Default: 2. */
  readonly scale?: number
}

const margin = 28
const gap = 24
const lineHeight = 20

/**
 * A figure of one or more segmentations of a picture, as SVG and PNG: the borders of the parts on the picture, under the
 * name of the segmentation and the number of its parts. What the model was not shown is pale. It brings its font along.
 *
 * @throws RangeError when there is no segmentation, one does not have the size of the grid, or an option is out of range
 */
export async function renderSegmentations(options: RenderSegmentationsOptions): Promise<RenderedSheet> {
  const { picture, geometry, segmentations, title, subtitle, footer = [], scale = 2, color, width } = options
  const count = segmentations.length
  checkPicture(picture)
  if (count === 0) throw new RangeError("a figure needs at least one segmentation")
  const { panelSide = count === 1 ? 640 : 270 } = options
  if (!(panelSide >= 64 && panelSide <= 4096))
    throw new RangeError(`panelSide is from 64 to 4096 pixels, not ${panelSide}`)
  if (!(scale >= 0.5 && scale <= 8)) throw new RangeError(`scale is from 0.5 to 8, not ${scale}`)
  const panel = fitInside(picture, panelSide)
  // As many pixels as the PNG has there: lines that were drawn at another size would be blurred.
  const pixels = { width: Math.round(panel.width * scale), height: Math.round(panel.height * scale) }
  const shown = await resize(picture, pixels, "bicubic")
  const tiles: Tile[] = []
  let partlySeen = false
  for (const { name, labels } of segmentations) {
    const placed = await labelsToOriginal(labels, geometry, pixels.width, pixels.height)
    const unseen = placed.includes(-1)
    const drawn = await drawBoundaries(unseen ? await paleOutside(shown, placed) : shown, placed, {
      ...(color === undefined ? {} : { color }),
      ...(width === undefined ? {} : { width }),
    })
    const png = Buffer.from(await encodePng({ ...drawn, channels: 3 })).toString("base64")
    const parts = new Set(labels).size
    tiles.push({
      name,
      parts: parts === 1 ? "1 part" : `${parts} parts`,
      image: `data:image/png;base64,${png}`,
    })
    partlySeen ||= unseen
  }
  const { columns = columnsFor(count, panel) } = options
  if (!(columns >= 1)) throw new RangeError(`columns is at least 1, not ${columns}`)
  const svg = layOut(tiles, {
    fonts: await dejavuSans(),
    panel,
    columns: Math.min(count, Math.floor(columns)),
    heading: [title ?? "", subtitle ?? ""],
    footer: partlySeen ? ["Pale: outside what the model was shown.", ...footer] : footer,
  })
  return { svg, png: await rasterizeSvg(svg, { scale }), findings: await describeUndrawn(svg) }
}

function columnsFor(count: number, panel: Size): number {
  const across = columnWidth(panel) + gap
  const down = panel.height + gap + lineHeight * 1.5
  const rows = Math.ceil(count / Math.max(1, Math.round(Math.sqrt((1.5 * count * down) / across))))
  // No more than these rows need, so that the last is not left nearly empty.
  return Math.ceil(count / rows)
}

interface Tile {
  readonly name: string
  readonly parts: string
  readonly image: string
}

interface Layout {
  readonly fonts: Fonts
  readonly panel: Size
  readonly columns: number
  /** Title and subtitle; empty for none. */
  readonly heading: readonly [string, string]
  readonly footer: readonly string[]
}

function layOut(tiles: readonly Tile[], { fonts, panel, columns, heading, footer }: Layout): string {
  const column = columnWidth(panel)
  const inside = columns * column + (columns - 1) * gap
  const width = inside + margin * 2
  const parts: string[] = []
  let y = margin
  const write = (spans: readonly Span[], size: number, fill: string) =>
    parts.push(line(fonts, spans, { x: margin, y, size, fill, width: inside }))
  if (heading[0] !== "") {
    y += 18
    write([{ text: heading[0], cut: "bold" }], 21, ink)
  }
  if (heading[1] !== "") {
    y += 23
    write([{ text: heading[1] }], 14, soft)
  }
  if (y > margin) y += 22
  const caption = ({ name, parts }: Tile): Span[] => [
    { text: name, cut: "bold" },
    { text: `   ${parts}`, fill: soft },
  ]
  const oneLine = tiles.every((tile) => lineWidth(fonts, caption(tile), 14) <= column)
  const captionHeight = oneLine ? lineHeight : lineHeight * 2
  const rowHeight = captionHeight + 4 + panel.height + gap
  for (const [index, tile] of tiles.entries()) {
    const x = margin + (index % columns) * (column + gap)
    const top = y + Math.floor(index / columns) * rowHeight
    const text = { x, y: top + 14, size: 14, fill: ink, width: column }
    if (oneLine) parts.push(line(fonts, caption(tile), text))
    else
      parts.push(
        line(fonts, [{ text: tile.name, cut: "bold" }], text),
        line(fonts, [{ text: tile.parts }], { ...text, y: top + 14 + lineHeight, size: small, fill: soft }),
      )
    const at = top + captionHeight + 4
    parts.push(
      `<image href="${tile.image}" x="${x}" y="${at}" width="${panel.width}" height="${panel.height}" preserveAspectRatio="none"/>`,
      `<rect x="${x - 0.5}" y="${at - 0.5}" width="${panel.width + 1}" height="${panel.height + 1}" fill="none" stroke="${rule}"/>`,
    )
  }
  y += Math.ceil(tiles.length / columns) * rowHeight - gap
  for (const text of footer.flatMap((paragraph) => wrap(fonts, paragraph, 12, inside))) {
    y += lineHeight
    write([{ text }], 12, soft)
  }
  const height = Math.ceil(y + margin)
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="#fff"/>${parts.join("")}</svg>`
  )
}

/** A narrow picture still needs room for its name. */
function columnWidth({ width }: Size): number {
  return Math.max(width, 190)
}

/** Pixels without a label pale and grey, as in an overlay. */
async function paleOutside(picture: Picture, labels: Int32Array): Promise<Picture> {
  const data = picture.data.slice()
  const slice = slices()
  for (let i = 0; i < labels.length; i++) {
    if (i % 4096 === 0 && slice.due()) await slice.next()
    if (labels[i] === -1) data.fill(Math.round(lumaAt(data, i * 3) * 0.3 + 255 * 0.62), i * 3, i * 3 + 3)
  }
  return { ...picture, data }
}
