import type { Size } from "@pami/image"
import { colorBar, type ColorBarContent } from "../layout/color-bar.ts"
import type { Fonts } from "../layout/fonts.ts"
import { type Block, type BlocksText, layOutBlocks } from "../layout/lay-out-blocks.ts"
import { panel as drawPanel } from "../layout/panel.ts"
import { gap, ink, small, soft, tiny } from "../layout/style.ts"
import { line, type Span } from "../layout/text.ts"
import type { SliceView } from "./view.ts"

/** One slice with the map laid over it. */
export interface SlicePanel {
  readonly view: SliceView
  /** Number of the slice, from 0, of `count`. */
  readonly index: number
  readonly count: number
  readonly size: Size
  /** `data:` URI of the overlay. */
  readonly image: string
}

/** A target: three slices through its peak, and a strip. */
export interface SlicesRow extends ColorBarContent {
  readonly heading: readonly Span[]
  /** With the place of the peak, as shares of width and height. */
  readonly panels: readonly (SlicePanel & { readonly crosshair: readonly [number, number] })[]
  readonly tiles: readonly SlicePanel[]
}

/** Content of a figure of slices. */
export interface SlicesContent extends BlocksText {
  readonly rows: readonly SlicesRow[]
}

const captionHeight = 20
// Between tiles of a strip.
const narrow = 10

/** Lays out a figure of slices as SVG: text as outlines and images embedded. */
export function layOutSlices(content: SlicesContent): string {
  return layOutBlocks(
    content,
    content.rows.map((row) => rowBlock(content.fonts, row)),
  )
}

/** Draws a row; its top left corner is at 0, 0. */
function rowBlock(fonts: Fonts, row: SlicesRow): Block {
  const parts: string[] = []
  const top = 26
  let x = 0
  for (const panel of row.panels) {
    parts.push(
      tile(fonts, panel, x, top),
      crosshair(panel, x, top + captionHeight),
      letters(fonts, panel, x, top + captionHeight),
    )
    x += panel.size.width + gap
  }
  const tallest = Math.max(...row.panels.map(({ size }) => size.height))
  const bar = colorBar(fonts, row, Math.max(tallest, 120))
  parts.push(`<g transform="translate(${x - gap + 14} ${top + captionHeight})">${bar.svg}</g>`)
  const right = x - gap + 14 + bar.width
  let bottom = top + captionHeight + Math.max(tallest, 120)
  let [tileX, tileY] = [0, bottom + 14]
  for (const panel of row.tiles) {
    if (tileX > 0 && tileX + panel.size.width > right) {
      tileX = 0
      tileY = bottom + narrow
    }
    parts.push(tile(fonts, panel, tileX, tileY))
    tileX += panel.size.width + narrow
    bottom = Math.max(bottom, tileY + captionHeight + panel.size.height)
  }
  const widest = Math.max(right, ...row.tiles.slice(0, 1).map(({ size }) => size.width))
  parts.unshift(line(fonts, row.heading, { x: 0, y: 14, size: 15, fill: ink, width: widest }))
  return { svg: parts.join(""), width: widest, height: bottom }
}

function tile(fonts: Fonts, { view, index, count, size, image }: SlicePanel, x: number, y: number): string {
  // A narrow panel has room for the number alone.
  const caption = size.width < 90 ? `${index + 1}` : `${view.name}, ${index + 1} of ${count}`
  return (
    line(fonts, [{ text: caption }], { x, y: y + 14, size: small, fill: soft, width: size.width }) +
    drawPanel(image, x, y + captionHeight, size)
  )
}

/** Draws lines through the peak, with a gap around it, visible on dark and on bright ground. */
function crosshair(
  { crosshair: [across, down], size: { width, height } }: SlicesRow["panels"][number],
  x: number,
  y: number,
): string {
  const [cx, cy] = [across * width, down * height].map((at) => Math.round(at * 100) / 100)
  const hole = 7
  const lines = [
    cx > hole && `M0 ${cy}H${cx - hole}`,
    cx + hole < width && `M${cx + hole} ${cy}H${width}`,
    cy > hole && `M${cx} 0V${cy - hole}`,
    cy + hole < height && `M${cx} ${cy + hole}V${height}`,
  ].filter((path) => typeof path === "string")
  const path = lines.join("")
  return (
    `<g transform="translate(${x} ${y})" fill="none">` +
    `<path d="${path}" stroke="#000" stroke-opacity="0.45" stroke-width="2.5"/>` +
    `<path d="${path}" stroke="#fff" stroke-opacity="0.9"/></g>`
  )
}

/** Draws the letters of the directions at the top and on the left. */
function letters(fonts: Fonts, { view: { top, left }, size }: SlicePanel, x: number, y: number): string {
  const letter = (text: string, at: number, down: number) =>
    `<circle cx="${at}" cy="${down}" r="8" fill="#000" fill-opacity="0.5"/>` +
    line(fonts, [{ text }], { x: at, y: down + 4.5, size: tiny, fill: "#fff", anchor: "middle" })
  return (
    (top === undefined ? "" : letter(top, x + size.width / 2, y + 11)) +
    (left === undefined ? "" : letter(left, x + 11, y + size.height / 2))
  )
}
