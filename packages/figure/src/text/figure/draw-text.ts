import { headingOf, unitOf, type FigureTarget } from "../../draw-figure.ts"
import type { FigureTools } from "../../layout/figure-tools.ts"
import type { Fonts } from "../../layout/fonts.ts"
import { layOutBlocks, type Block } from "../../layout/lay-out-blocks.ts"
import { ink, small, soft, tiny } from "../../layout/style.ts"
import { escapeXml, line, printableText } from "../../layout/text.ts"
import { wideColorBar, wideColorBarHeight } from "../../layout/wide-color-bar.ts"
import { inkOn } from "../contrast.ts"
import { colorOf, hex, paletteOf, type Palette } from "../palette.ts"
import { piecesOf, type Piece } from "../pieces.ts"
import { importanceText } from "../strongest-units.ts"
import { checkTexts, firstUnits, type DrawnText, type TextOptions } from "../text-options.ts"
import { excerptsOf } from "./excerpts.ts"
import { isPadded, padding, setLines, type PlacedToken } from "./set-lines.ts"
import { paragraphsOf } from "./tokens.ts"
import { WordShapes } from "./word-shapes.ts"

/** Options of {@link drawText}. */
export interface DrawTextOptions extends TextOptions {
  /** Width of the column of text, in pixels of the figure, 200 to 4096. Default: 640. */
  readonly width?: number
  /**
   * Characters of the texts in the block of each target, at least 200; a line break counts as 60. Longer texts are shortened
   * to the sentences that hold their strongest units, and the figure says so. Default: 4,000, fewer with more than three targets.
   */
  readonly longest?: number
}

const [size, lineHeight, boxHeight] = [15, 27, 22]
// Its contrast to white is 4.6.
const unseen = "#747474"

/**
 * Draws a figure that explains targets of a text or several: for each, the texts with a background behind each unit in the
 * colour of its importance, and a colour bar. Letters are black or white, whichever can be read on the background; line
 * breaks stay; the part that the model did not see is grey. Lines that start with Hebrew, Arabic or another script read from
 * right to left start on the right.
 *
 * Marks that embed or override directions have no effect, and the letters of a word that several units share are not joined.
 *
 * @returns an SVG document that needs no other file
 * @throws RangeError without a text or a target, for units that overlap, for a map of another size than the units, and for an
 *   option out of range
 *
 * @example
 * import { drawText } from "@pami/figure"
 * import { dejavuSans } from "@pami/figure/node"
 *
 * const texts = [{ text: "A fine film", units: [{ start: 0, end: 1 }, { start: 2, end: 6 }, { start: 7, end: 11 }] }]
 * const targets = [{ label: "positive", score: 0.93, map: Float32Array.of(0.2, 0.9, 0.4) }]
 * const options = { texts, targets, title: "Why “positive”?", scoreScale: { unit: "probability" } } as const
 * const svg = await drawText(options, { fonts: await dejavuSans() })
 */
export async function drawText(
  options: DrawTextOptions,
  { fonts }: Pick<FigureTools, "fonts">,
): Promise<string> {
  const { texts, targets, title, subtitle = "", predictions = [], scoreScale, footer = [] } = options
  const { width = 640, longest = Math.round(Math.min(4000, Math.max(900, 12_000 / targets.length))) } =
    options
  checkTexts(options)
  if (!(width >= 200 && width <= 4096))
    throw new RangeError(`width must be from 200 to 4096 pixels, got ${width}`)
  if (!(longest >= 200)) throw new RangeError(`longest must be at least 200 characters, got ${longest}`)
  const shapes = new WordShapes(fonts, size)
  const pieces = texts.map(piecesOf)
  const blocks = targets.map((target) =>
    textBlock({ fonts, shapes, texts, pieces, target, scoreScale, width, longest }),
  )
  blocks[0] = { ...blocks[0], svg: shapes.definitions() + blocks[0].svg }
  return layOutBlocks({ fonts, title, subtitle, predictions, scoreScale, footer }, blocks)
}

interface BlockContent extends Pick<DrawTextOptions, "texts" | "scoreScale"> {
  readonly fonts: Fonts
  readonly shapes: WordShapes
  /** Of each text. */
  readonly pieces: readonly (readonly Piece[])[]
  readonly target: FigureTarget
  readonly width: number
  readonly longest: number
}

/** Draws the texts with the importance for one target; the top left corner is at 0, 0. */
function textBlock(content: BlockContent): Block {
  const { fonts, texts, pieces, target, scoreScale, width, longest } = content
  const palette = paletteOf(target)
  const strengths = Float64Array.from(target.map, (value) => (palette.isDiverging ? Math.abs(value) : value))
  const { parts, units } = excerptsOf(texts, strengths, longest)
  const first = firstUnits(texts)
  const drawn = [line(fonts, headingOf(target, scoreScale), { x: 0, y: 14, size: 15, fill: ink, width })]
  let y = 24
  for (const [index, text] of texts.entries()) {
    if (parts[index].length === 0) continue
    if (texts.length > 1 && text.name !== undefined) {
      drawn.push(line(fonts, [{ text: text.name }], { x: 0, y: y + 16, size: small, fill: soft, width }))
      y += 20
    }
    const levels = palette.levels.subarray(first[index], first[index] + text.units.length)
    const values = target.map.subarray(first[index], first[index] + text.units.length)
    const paragraphs = paragraphsOf(text.text, pieces[index], parts[index])
    const label = parts[index].map(({ start, end }) => text.text.slice(start, end)).join(" … ")
    drawn.push(`<g role="img" aria-label="${escapeXml(printableText(label))}">`)
    for (const paragraph of paragraphs)
      for (const placed of setLines(paragraph, width, (word) => content.shapes.width(word))) {
        drawn.push(drawLine(content.shapes, placed, y, { text, palette, levels, values }))
        y += lineHeight
      }
    drawn.push("</g>")
    y += 6
  }
  y += 6
  drawn.push(wideColorBar(fonts, { ...palette, unit: unitOf(target, scoreScale) }, { x: 0, y, width }))
  y += wideColorBarHeight
  for (const note of notesOf(content, units, parts.filter((some) => some.length > 0).length)) {
    y += 18
    drawn.push(line(fonts, [{ text: note }], { x: 0, y, size: tiny, fill: soft, width }))
  }
  return { svg: drawn.join(""), width, height: y + 6 }
}

interface LineColors {
  readonly text: DrawnText
  readonly palette: Palette
  readonly levels: Int16Array
  readonly values: Float32Array
}

/** Draws a line whose top is at `y`: the backgrounds of its units, and the words over them. */
function drawLine(shapes: WordShapes, tokens: readonly PlacedToken[], y: number, colors: LineColors): string {
  const { text, palette, levels, values } = colors
  const baseline = y + 18
  return runsOf(tokens)
    .map((run) => {
      const { unit, isSeen = true } = run[0].piece ?? { unit: undefined }
      const isColored = unit !== undefined && isSeen && levels[unit] >= 0
      const color = isColored ? colorOf(palette, levels[unit]) : undefined
      const fill = !isSeen
        ? unseen
        : run[0].piece === undefined
          ? soft
          : color === undefined
            ? ink
            : inkOn(color)
      const words = run
        .map((token) => {
          // The room before the first letter is on the side where the unit starts.
          const before = token.level % 2 === 0 ? token.isFirst : token.isLast
          const x = token.x + (before && isPadded(token) ? padding : 0)
          return shapes.draw(token.text, x, baseline, fill, token.level % 2 === 1)
        })
        .join("")
      if (unit === undefined) return words
      const [first, last] = [run[0], run.at(-1)!]
      // A unit that goes on in another line has room at this end too.
      const hasStart = first.level % 2 === 0 ? first.isFirst : first.isLast
      const hasEnd = last.level % 2 === 0 ? last.isLast : last.isFirst
      const from = first.x - (hasStart ? 0 : padding) + 0.25
      const to = last.x + last.width + (hasEnd ? 0 : padding) - 0.25
      const { start, end } = text.units[unit]
      const tip = `${text.text.slice(start, Math.min(end, start + 80))}: ${isSeen ? importanceText(values[unit], palette) : "not seen by the model"}`
      const box =
        color === undefined
          ? ""
          : `<rect x="${from.toFixed(2)}" y="${y + 2}" width="${Math.max(0, to - from).toFixed(2)}" height="${boxHeight}" rx="2.5" fill="${hex(color)}"/>`
      return `<g><title>${escapeXml(printableText(tip))}</title>${box}${words}</g>`
    })
    .join("")
}

/** Returns runs of neighbouring tokens of one piece. */
function runsOf(tokens: readonly PlacedToken[]): PlacedToken[][] {
  const runs: PlacedToken[][] = []
  for (const token of tokens) {
    const last = runs.at(-1)
    if (last !== undefined && last[0].piece === token.piece) last.push(token)
    else runs.push([token])
  }
  return runs
}

function notesOf({ texts, target }: BlockContent, units: number, shown: number): string[] {
  const notes: string[] = []
  if (texts.some(({ text, shown }) => shown !== undefined && (shown.start > 0 || shown.end < text.length)))
    notes.push("Grey: cut off, not seen by the model.")
  if (target.map.some((value) => Number.isNaN(value)))
    notes.push("Without a background: importance not known.")
  const all = target.map.length
  if (units < all || shown < texts.length) {
    const left = shown < texts.length ? ` of ${shown} of ${texts.length} texts` : ""
    notes.push(`Shortened to the sentences of the strongest units: ${units} of ${all} units${left}.`)
  }
  return notes
}
