import { formatScore, valueScale } from "@pami/core"
import { headingOf, unitOf, type FigureTarget } from "../../draw-figure.ts"
import { paletteOf, type Palette } from "../palette.ts"
import { piecesOf } from "../pieces.ts"
import { importanceText, strongestUnits } from "../strongest-units.ts"
import { checkTexts, firstUnits, type DrawnText, type TextOptions } from "../text-options.ts"
import { escapeHtml, labelHtml, storable } from "./markup.ts"
import { barClass, levelClass, styleSheet } from "./theme.ts"

/** Options of {@link textHtml}. */
export interface TextHtmlOptions extends TextOptions {
  /**
   * `page`: a whole document; `fragment`: one element with its style, to be put into a page of yours. Default: `page`.
   */
  readonly as?: "page" | "fragment"
  /** Rows of the table of the strongest units, 0 or more. Default: 10. */
  readonly most?: number
}

/**
 * Returns an explanation of a text, or of several, as HTML: each unit on a background of its colour, with its importance as
 * title and label and its place in the text as `data-start` and `data-end`; a colour bar; and a table of the strongest units.
 * Light and dark as the reader prefers. Without scripts; a page fetches nothing.
 *
 * The text of each element of class `pami-words` is the text that was given, character by character; only null characters and
 * halves of characters, which HTML cannot hold, become U+FFFD. Long texts are not shortened.
 *
 * @throws RangeError without a text or a target, for units that overlap, for a map of another size than the units, and for an
 *   option out of range
 *
 * @example
 * import { textHtml } from "@pami/figure"
 *
 * const texts = [{ text: "A fine film", units: [{ start: 0, end: 1 }, { start: 2, end: 6 }, { start: 7, end: 11 }] }]
 * const targets = [{ label: "positive", score: 0.93, map: Float32Array.of(0.2, 0.9, 0.4) }]
 * const page = textHtml({ texts, targets, title: "Why “positive”?", scoreScale: { unit: "probability" } })
 */
export function textHtml(options: TextHtmlOptions): string {
  const {
    title,
    subtitle,
    predictions = [],
    scoreScale,
    targets,
    footer = [],
    as = "page",
    most = 10,
  } = options
  checkTexts(options)
  if (!(Number.isSafeInteger(most) && most >= 0))
    throw new RangeError(`most must be a whole number of rows from 0, got ${most}`)
  const palettes = targets.map(paletteOf)
  const style = `<style>${styleSheet(palettes)}</style>`
  const blocks = targets.map((target, index) => targetHtml(options, target, palettes[index], most))
  const list = predictions.map(
    ({ label, score, explained = false }) =>
      `<tr><${explained ? `th scope="row"` : "td"}>${labelHtml(label)}</${explained ? "th" : "td"}>` +
      `<td class="pami-number">${labelHtml(formatScore(score, scoreScale))}</td></tr>`,
  )
  const content = [
    `<h1>${labelHtml(title)}</h1>`,
    subtitle ? `<p class="pami-soft">${labelHtml(subtitle)}</p>` : "",
    list.length > 0 ? `<table><caption>prediction</caption>${list.join("")}</table>` : "",
    ...blocks,
    footer.length > 0 ? `<footer>${footer.map((text) => `<p>${labelHtml(text)}</p>`).join("")}</footer>` : "",
  ].join("\n")
  if (as === "fragment") return `<section class="pami-text">${style}\n${content}\n</section>\n`
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${labelHtml(title)}</title>
${style}
<style>body{margin:0}@media screen and (prefers-color-scheme:dark){body{background:#16171a}}</style>
</head>
<body>
<main class="pami-text">
${content}
</main>
</body>
</html>
`
}

function targetHtml(
  { texts, scoreScale }: TextOptions,
  target: FigureTarget,
  palette: Palette,
  most: number,
): string {
  const heading = headingOf(target, scoreScale)
    .map(({ text, style }) =>
      style === "bold" ? labelHtml(text) : `<span class="pami-soft">${labelHtml(text)}</span>`,
    )
    .join("")
  const first = firstUnits(texts)
  const words = texts.map((text, index) => {
    const slice = [first[index], first[index] + text.units.length] as const
    const name = texts.length > 1 && text.name !== undefined ? `<h3>${labelHtml(text.name)}</h3>\n` : ""
    return `${name}<div class="pami-words" dir="auto">${wordsHtml(text, palette, palette.levels.subarray(...slice), target.map.subarray(...slice))}</div>`
  })
  const isCut = texts.some(
    ({ text, shown }) => shown !== undefined && (shown.start > 0 || shown.end < text.length),
  )
  const unit = unitOf(target, scoreScale).map(({ text }) => text)
  return [
    `<h2>${heading}</h2>`,
    ...words,
    isCut ? `<p class="pami-soft">Grey: cut off, not seen by the model.</p>` : "",
    `<p class="pami-scale">${endText(palette.min)} <i class="${barClass(palette)}"></i> ${endText(palette.max)} <span>${labelHtml(unit.join(""))}</span></p>`,
    tableHtml(texts, target, palette, most),
  ].join("\n")
}

function wordsHtml(drawn: DrawnText, palette: Palette, levels: Int16Array, values: Float32Array): string {
  const { text, units } = drawn
  return piecesOf(drawn)
    .map(({ start, end, unit, isSeen }) => {
      const words = escapeHtml(storable(text.slice(start, end)))
      if (unit === undefined) return isSeen ? words : `<span class="pami-unseen">${words}</span>`
      const kind = !isSeen ? "pami-unseen" : levels[unit] < 0 ? "" : levelClass(palette, levels[unit])
      const importance = isSeen ? importanceText(values[unit], palette) : "not seen by the model"
      const label = `${labelHtml(text.slice(start, Math.min(end, start + 80)))}: ${importance}`
      return (
        `<span${kind === "" ? "" : ` class="${kind}"`} role="group" data-start="${units[unit].start}" data-end="${units[unit].end}" ` +
        `title="${importance}" aria-label="${label}">${words}</span>`
      )
    })
    .join("")
}

function endText(value: number): string {
  return `<span>${labelHtml(formatScore(Number(value.toPrecision(3)), valueScale))}</span>`
}

function tableHtml(
  texts: readonly DrawnText[],
  target: FigureTarget,
  palette: Palette,
  most: number,
): string {
  const rows = strongestUnits(texts, target, palette, most).map(
    ({ text, source, start, end, importance }) =>
      `<tr><td dir="auto">${labelHtml(text.length > 200 ? `${storable(text.slice(0, 200))}…` : text)}</td>` +
      (texts.length > 1 ? `<td>${labelHtml(source ?? "")}</td>` : "") +
      `<td class="pami-number">${start}–${end}</td><td class="pami-number">${importanceText(importance, palette)}</td></tr>`,
  )
  if (rows.length === 0) return ""
  const number = ` class="pami-number"`
  const source = texts.length > 1 ? `<th scope="col">text</th>` : ""
  return (
    `<table><caption>strongest units</caption><thead><tr><th scope="col">unit</th>${source}` +
    `<th scope="col"${number}>place</th><th scope="col"${number}>importance</th></tr></thead>` +
    `<tbody>${rows.join("")}</tbody></table>`
  )
}
