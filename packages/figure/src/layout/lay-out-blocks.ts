import type { Scale } from "@pami/core"
import { svgDocument } from "./document.ts"
import type { Fonts } from "./fonts.ts"
import { type FigurePrediction, predictionList } from "./prediction-list.ts"
import { gap, margin, soft, tiny } from "./style.ts"
import { line, wrap } from "./text.ts"
import { titleLines } from "./title-lines.ts"

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
  const head = titleLines(fonts, { title, subtitle: subtitle || undefined }, inside)
  const parts = [head.svg]
  const top = head.bottom + 18
  const place = { x: margin, y: top + 8, width: listWidth, scale: scoreScale }
  const list = predictionList(fonts, predictions, place)
  parts.push(list.svg)
  let bottom = top
  for (const block of blocks) {
    parts.push(`<g transform="translate(${left} ${bottom})">${block.svg}</g>`)
    bottom += block.height + gap
  }
  let y = Math.max(bottom - gap, list.bottom) + 8
  for (const text of footer.flatMap((paragraph) => wrap(fonts, paragraph, tiny, inside))) {
    y += 18
    parts.push(line(fonts, [{ text }], { x: margin, y, size: tiny, fill: soft, width: inside }))
  }
  return svgDocument({ width, height: Math.ceil(y + margin) }, parts.join(""))
}
