import { formatScore, valueScale, type Scale } from "@pami/core"
import type { Size } from "@pami/image"
import { svgDocument } from "../layout/document.ts"
import type { Fonts } from "../layout/fonts.ts"
import { panel as drawPanel } from "../layout/panel.ts"
import { predictionList, type FigurePrediction } from "../layout/prediction-list.ts"
import { gap, ink, margin, medium, rule, small, soft, tiny } from "../layout/style.ts"
import { line, wrap } from "../layout/text.ts"
import { titleLines } from "../layout/title-lines.ts"
import { startsOnTheRight } from "../text/figure/direction.ts"
import type { ValueRange } from "../value-range.ts"

/** A word and its image. */
export interface StripTile {
  readonly label: string
  readonly score?: number
  readonly depends: boolean
  /** Of the colours. Absent for a word that does not depend on the image. */
  readonly range?: ValueRange
  /** `data:` URI. */
  readonly image: string
}

/** Content of a strip. */
export interface StripContent {
  readonly fonts: Fonts
  readonly title: string
  readonly subtitle: string | undefined
  /** Size of the image, and of a tile. */
  readonly panel: Size
  readonly tile: Size
  /** `data:` URI of the image. */
  readonly input: string
  readonly tiles: readonly StripTile[]
  /** Number of words left out. */
  readonly left: number
  readonly predictions: readonly FigurePrediction[]
  readonly scoreScale: Scale
  readonly footer: readonly string[]
}

// Room for the tiles of a row, and between tiles.
const widest = 760
const narrow = 14
const captionHeight = 56

/** Lays out the image and a tile for each word as SVG: text as outlines and images embedded. */
export function layOutStrip(content: StripContent): string {
  const { fonts, panel, tile, tiles, scoreScale, predictions, title, subtitle } = content
  const column = Math.max(tile.width, 92)
  const most = Math.max(1, Math.floor((widest + narrow) / (column + narrow)))
  const rows = Math.ceil(tiles.length / most)
  // The last row is not left nearly empty.
  const columns = Math.ceil(tiles.length / rows)
  const first = Math.max(panel.width, 190)
  const left = margin + first + gap
  const inside = Math.max(first + gap + columns * (column + narrow) - narrow, 480)
  const head = titleLines(fonts, { title, subtitle }, inside)
  const top = head.bottom + 22
  const parts = [
    head.svg,
    line(fonts, [{ text: "Input", style: "bold" }], { x: margin, y: top + 12, size: medium, fill: ink }),
    drawPanel(content.input, margin, top + 24, panel),
  ]
  const place = { x: margin, y: top + 24 + panel.height + 10, width: first, scale: scoreScale }
  const list = predictionList(fonts, predictions, place)
  parts.push(list.svg)
  const isRightToLeft = startsOnTheRight(tiles.map(({ label }) => label).join(" "))
  for (const [index, one] of tiles.entries()) {
    const along = index % columns
    const x = left + (isRightToLeft ? columns - 1 - along : along) * (column + narrow)
    const y = top + 24 + Math.floor(index / columns) * (tile.height + captionHeight)
    parts.push(drawTile(content, one, { x, y, column }))
  }
  const bottom = Math.max(list.bottom, top + 24 + rows * (tile.height + captionHeight))
  let y = bottom + 2
  const notes = [
    "Below each word: its score, and the range of its colours.",
    ...(tiles.some(({ depends }) => !depends) ? ["Grey: the word does not depend on the image."] : []),
    ...(content.left > 0 ? [`The first ${tiles.length} of ${tiles.length + content.left} words.`] : []),
  ]
  const lines = [notes.join(" "), ...content.footer].flatMap((text) => wrap(fonts, text, tiny, inside))
  parts.push(`<path d="M${margin} ${y - 0.5}H${margin + inside}" stroke="${rule}"/>`)
  for (const text of lines) {
    y += 18
    parts.push(line(fonts, [{ text }], { x: margin, y, size: tiny, fill: soft, width: inside }))
  }
  return svgDocument({ width: Math.ceil(inside + 2 * margin), height: Math.ceil(y + margin) }, parts.join(""))
}

function drawTile(
  { fonts, tile, scoreScale }: StripContent,
  { label, score, depends, range, image }: StripTile,
  { x, y, column }: { readonly x: number; readonly y: number; readonly column: number },
): string {
  const middle = { x: x + column / 2, anchor: "middle", width: column + narrow - 4 } as const
  const texts = [
    line(fonts, [{ text: label, style: depends ? "bold" : "regular" }], {
      ...middle,
      y: y + tile.height + 17,
      size: small,
      fill: depends ? ink : soft,
    }),
  ]
  const number = (value: number) => formatScore(Number(value.toPrecision(2)), valueScale)
  const notes = [
    ...(score === undefined ? [] : [formatScore(score, scoreScale)]),
    ...(range === undefined ? [] : [`${number(range.min)} to ${number(range.max)}`]),
  ]
  for (const [index, text] of notes.entries())
    texts.push(
      line(fonts, [{ text }], { ...middle, y: y + tile.height + 32 + index * 14, size: 11, fill: soft }),
    )
  return drawPanel(image, x + (column - tile.width) / 2, y, tile) + texts.join("")
}
