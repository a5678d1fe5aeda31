import type { Scale } from "@pami/core"
import { svgDocument } from "./document.ts"
import type { Fonts } from "./fonts.ts"
import { type FigurePrediction, predictionList } from "./prediction-list.ts"
import { gap, ink, large, margin, medium, soft, tiny } from "./style.ts"
import { line, type Span, wrap } from "./text.ts"

/** The text around the blocks of a figure. */
export interface BlocksText {
  readonly fonts: Fonts
  readonly title: string
  readonly subtitle: string
  /** On the left of the blocks, best first. */
  readonly predictions: readonly FigurePrediction[]
  readonly scoreScale: Scale
  /** Footer, one string per paragraph. */
  readonly footer: readonly string[]
}

/** A drawing whose top left corner is at 0, 0. */
export interface Block {
  readonly svg: string
  readonly width: number
  readonly height: number
}

const listWidth = 210

/** Lays out blocks one below the other as SVG, with the predictions on their left, under a title and above a footer. */
export function layOutBlocks(
  { fonts, title, subtitle, predictions, scoreScale, footer }: BlocksText,
  blocks: readonly Block[],
): string {
  const left = predictions.length === 0 ? margin : margin + listWidth + gap
  const width = Math.ceil(left + Math.max(...blocks.map((block) => block.width)) + margin)
  const inside = width - 2 * margin
  const parts: string[] = []
  let y = margin + 18
  const write = (spans: readonly Span[], size: number, fill: string) =>
    parts.push(line(fonts, spans, { x: margin, y, size, fill, width: inside }))
  write([{ text: title, style: "bold" }], large, ink)
  if (subtitle !== "") {
    y += 23
    write([{ text: subtitle }], medium, soft)
  }
  const top = y + 18
  const place = { x: margin, y: top + 8, width: listWidth, scale: scoreScale }
  const list = predictionList(fonts, predictions, place)
  parts.push(list.svg)
  let bottom = top
  for (const block of blocks) {
    parts.push(`<g transform="translate(${left} ${bottom})">${block.svg}</g>`)
    bottom += block.height + gap
  }
  y = Math.max(bottom - gap, list.bottom) + 8
  for (const text of footer.flatMap((paragraph) => wrap(fonts, paragraph, tiny, inside))) {
    y += 18
    write([{ text }], tiny, soft)
  }
  return svgDocument({ width, height: Math.ceil(y + margin) }, parts.join(""))
}
