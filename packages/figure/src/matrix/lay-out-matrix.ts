import { formatScore } from "@pami/core"
import { colorTable, type ColorMapName } from "../color-maps.ts"
import { colorBar } from "../layout/color-bar.ts"
import { layOutBlocks, type BlocksText } from "../layout/lay-out-blocks.ts"
import { ink, rule, small, soft, tiny } from "../layout/style.ts"
import { escapeXml, line, lineWidth, printableText, wrap, type Span } from "../layout/text.ts"
import { inkOn } from "../text/contrast.ts"
import { colorOf, hex } from "../text/palette.ts"
import { toLevels, type ValueRange } from "../value-range.ts"

/** A word of the input or of the answer. */
export interface MatrixWord {
  readonly text: string
  /** Its place among all words. */
  readonly index: number
}

/** A word of the answer, and the importance of the columns for it. */
export interface MatrixRow extends MatrixWord {
  readonly score?: number
  /** Absent for a word that does not depend on the input. */
  readonly values: readonly number[] | undefined
}

/** Content of a matrix. */
export interface MatrixContent extends BlocksText {
  readonly columns: readonly MatrixWord[]
  readonly rows: readonly MatrixRow[]
  /** Numbers of all words, also of those that are left out. */
  readonly counts: { readonly columns: number; readonly rows: number }
  readonly colorMap: ColorMapName
  readonly range: ValueRange
  readonly unit: readonly Span[]
}

// Numbers in cells of at least this side are legible.
const numbered = 36
const widestLabel = 150

/** Lays out a matrix as SVG, text as outlines. */
export function layOutMatrix(content: MatrixContent): string {
  return layOutBlocks(content, [block(content)])
}

function block(content: MatrixContent) {
  const { fonts, columns, rows, counts, colorMap, range, unit, scoreScale } = content
  const cell = Math.max(13, Math.min(40, Math.floor(800 / Math.max(columns.length, rows.length))))
  const size = cell >= 18 ? small : 11
  const longest = (words: readonly MatrixWord[]) =>
    Math.min(widestLabel, Math.max(...words.map(({ text }) => lineWidth(fonts, [{ text }], size))))
  const scores = rows.map(({ score }) => (score === undefined ? "" : formatScore(score, scoreScale)))
  const scoreWidth = Math.max(0, ...scores.map((text) => lineWidth(fonts, [{ text }], Math.min(size, tiny))))
  const [left, top] = [longest(rows) + (scoreWidth > 0 ? scoreWidth + 12 : 0) + 10, longest(columns) + 14]
  const parts: string[] = []
  for (const [index, { text }] of columns.entries())
    parts.push(
      line(fonts, [{ text }], {
        x: left + (index + 0.5) * cell + size * 0.36,
        y: top - 7,
        size,
        fill: ink,
        rotate: -90,
        width: widestLabel,
      }),
    )
  const table = colorTable(colorMap)
  for (const [index, row] of rows.entries()) {
    const y = top + index * cell
    const middle = y + cell / 2 + size * 0.36
    const fill = row.values === undefined ? "#747474" : ink
    parts.push(
      line(fonts, [{ text: row.text }], {
        x: left - 7,
        y: middle,
        size,
        fill,
        anchor: "end",
        width: widestLabel,
      }),
    )
    if (scores[index] !== "")
      parts.push(
        line(fonts, [{ text: scores[index] }], { x: 0, y: middle, size: Math.min(size, tiny), fill: soft }),
      )
    const levels = row.values && toLevels(Float32Array.from(row.values), range)
    for (const [column, { text }] of columns.entries()) {
      const x = left + column * cell
      const value = row.values?.[column]
      const isKnown = levels !== undefined && value !== undefined && !Number.isNaN(value)
      const color = isKnown ? colorOf({ table }, levels[column]) : undefined
      const number = isKnown
        ? numberText(value)
        : row.values === undefined
          ? "does not depend on the input"
          : "not known"
      parts.push(
        `<rect x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${cell - 0.5}" height="${cell - 0.5}" ` +
          `fill="${color === undefined ? "#ececf0" : hex(color)}">` +
          `<title>${escapeXml(printableText(`${text} → ${row.text}: ${number}`))}</title></rect>`,
      )
      if (color !== undefined && cell >= numbered)
        parts.push(
          line(fonts, [{ text: number }], {
            x: x + cell / 2,
            y: y + cell / 2 + 4,
            size: 10.5,
            fill: inkOn(color),
            anchor: "middle",
            width: cell - 2,
          }),
        )
    }
  }
  const [width, height] = [columns.length * cell, rows.length * cell]
  parts.push(
    `<rect x="${left - 0.5}" y="${top - 0.5}" width="${width + 0.5}" height="${height + 0.5}" fill="none" stroke="${rule}"/>`,
  )
  const tall = Math.max(120, Math.min(height, 320))
  const bar = colorBar(fonts, { ...range, colorMap, unit }, tall)
  parts.push(`<g transform="translate(${left + width + 18} ${top})">${bar.svg}</g>`)
  let bottom = top + Math.max(height, tall)
  const whole = left + width + 18 + bar.width
  const notes = notesOf(rows, columns.length, counts).flatMap((text) => wrap(fonts, text, tiny, whole))
  for (const text of notes) {
    bottom += 20
    parts.push(line(fonts, [{ text }], { x: 0, y: bottom, size: tiny, fill: soft, width: whole }))
  }
  return { svg: parts.join(""), width: whole, height: bottom + 4 }
}

function notesOf(rows: readonly MatrixRow[], columns: number, counts: MatrixContent["counts"]): string[] {
  const notes = ["Columns: words of the input. Rows: words of the answer."]
  if (rows.some(({ values }) => values === undefined))
    notes[0] += " Grey: the word does not depend on the input."
  if (columns < counts.columns)
    notes.push(`${columns} of ${counts.columns} words of the input, those of the highest importance.`)
  if (rows.length < counts.rows)
    notes.push(`${rows.length} of ${counts.rows} words of the answer, those of the highest importance.`)
  return notes
}

/** Returns a number of two digits, which a cell has room for. */
function numberText(value: number): string {
  const text = Math.abs(value) < 10 ? value.toFixed(2) : value.toPrecision(2)
  return text.replace(/^(-?)0\./, "$1.").replace("-", "−")
}
