import type { Scale } from "@pami/core"
import type { ColorMapName } from "../color-maps.ts"
import type { Size } from "../picture.ts"
import type { Fonts } from "./fonts.ts"
import { colorBar } from "./color-bar.ts"
import { predictionList, type SheetPrediction } from "./prediction-list.ts"
import { ink, rule, small, soft } from "./style.ts"
import { line, wrap, type Span } from "./text.ts"

/** What explains one target, or the contrast of two. */
export interface SheetRow {
  /** Above the overlay. */
  readonly heading: readonly Span[]
  /** PNG of the overlay, as a data URI. */
  readonly overlay: string
  /** PNG of the heat map, as a data URI; transparent where nothing is known. */
  readonly heat: string
  readonly colorMap: ColorMapName
  /** Value at the foot of the colour bar. */
  readonly min: number
  /** Value at its top. */
  readonly max: number
  /** Along the colour bar. */
  readonly unit: readonly Span[]
}

/** A figure: the input, and for each target its overlay and heat map with a colour bar. */
export interface SheetOptions {
  readonly fonts: Fonts
  readonly title: string
  /** Default: none. */
  readonly subtitle?: string
  /** Size at which each panel is shown, in pixels. */
  readonly panel: Size
  /** PNG of the picture, as a data URI. */
  readonly input: string
  /** Under the input, best first. Default: none. */
  readonly predictions?: readonly SheetPrediction[]
  /** What the scores are: a probability is shown in per cent. */
  readonly scoreScale: Scale
  readonly rows: readonly SheetRow[]
  /** Small print, a paragraph each. Default: none. */
  readonly footer?: readonly string[]
  /** Whether the panels show more than the model saw: says what the hatching means. Default: false. */
  readonly partlySeen?: boolean
}

const margin = 28
const gap = 24

/** A figure as SVG: text as outlines, pictures embedded, nothing fetched, no font needed. */
export function sheet(options: SheetOptions): string {
  const { fonts, title, subtitle, panel, input, predictions = [], scoreScale, rows } = options
  const { footer = [], partlySeen = false } = options
  // A narrow picture still needs room for the words around it.
  const column = Math.max(panel.width, 190)
  const rowHeight = Math.max(panel.height, 120)
  const bars = rows.map((row) => colorBar(fonts, row, rowHeight))
  const legend = Math.max(0, ...bars.map((bar) => bar.width))
  const width = Math.ceil(margin * 2 + column * 2 + panel.width + gap * 2 + legend)
  const inside = width - margin * 2
  const parts: string[] = []
  let y = margin + 18
  parts.push(
    line(fonts, [{ text: title, cut: "bold" }], { x: margin, y, size: 21, fill: ink, width: inside }),
  )
  if (subtitle !== undefined) {
    y += 23
    parts.push(line(fonts, [{ text: subtitle }], { x: margin, y, size: 14, fill: soft, width: inside }))
  }
  const top = y + 36
  const [left, middle, right] = [margin, margin + column + gap, margin + (column + gap) * 2]
  parts.push(heading(fonts, [{ text: "Input", cut: "bold" }], left, top, column))
  parts.push(image(input, left, top + 12, panel))
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
    parts.push(heading(fonts, row.heading, middle, at, column + gap + panel.width - 150))
    parts.push(
      line(fonts, [{ text: "importance map" }], {
        x: right + panel.width,
        y: at,
        size: small,
        fill: soft,
        anchor: "end",
      }),
    )
    parts.push(
      image(row.overlay, middle, at + 12, panel),
      hatch(right, at + 12, panel),
      image(row.heat, right, at + 12, panel),
    )
    parts.push(`<g transform="translate(${right + panel.width + 14} ${at + 12})">${bars[index].svg}</g>`)
    bottom = at + 12 + rowHeight
  }
  bottom = Math.max(bottom, list.bottom)
  const notes = footerLines(fonts, footer, inside)
  const swatch = partlySeen ? 1 : 0
  let foot = bottom + 34
  if (notes.length + swatch > 0)
    parts.push(`<path d="M${margin} ${bottom + 16.5}H${width - margin}" stroke="${rule}"/>`)
  if (partlySeen) {
    parts.push(
      `<rect x="${margin + 0.5}" y="${foot - 9.5}" width="18" height="11" fill="url(#unseen)" stroke="${rule}"/>`,
      line(fonts, [{ text: "outside what the model was shown" }], {
        x: margin + 27,
        y: foot,
        size: 12,
        fill: soft,
      }),
    )
    foot += 19
  }
  for (const text of notes) {
    parts.push(line(fonts, [{ text }], { x: margin, y: foot, size: 12, fill: soft }))
    foot += 18
  }
  const height = Math.ceil(notes.length + swatch > 0 ? foot - 18 + margin : bottom + margin)
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<defs>${unseenPattern}</defs><rect width="${width}" height="${height}" fill="#fff"/>${parts.join("")}</svg>`
  )
}

const unseenPattern =
  `<pattern id="unseen" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
  `<rect width="7" height="7" fill="#f4f4f6"/><rect width="2" height="7" fill="#dedfe3"/></pattern>`

function heading(fonts: Fonts, spans: readonly Span[], x: number, y: number, width: number): string {
  return line(fonts, spans, { x, y, size: 15, fill: ink, width })
}

function image(href: string, x: number, y: number, { width, height }: Size): string {
  return (
    `<image href="${href}" x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none"/>` +
    `<rect x="${x - 0.5}" y="${y - 0.5}" width="${width + 1}" height="${height + 1}" fill="none" stroke="${rule}"/>`
  )
}

function hatch(x: number, y: number, { width, height }: Size): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="url(#unseen)"/>`
}

function footerLines(fonts: Fonts, footer: readonly string[], width: number): string[] {
  return footer.flatMap((text) => wrap(fonts, text, 12, width))
}
