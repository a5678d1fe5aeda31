import { formatScore, valueScale } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import { headingOf, unitOf, type FigureTarget } from "../../draw-figure.ts"
import { inkOn } from "../contrast.ts"
import { colorOf, paletteOf, strengthOf, type Palette, type Rgb } from "../palette.ts"
import { piecesOf, type Piece } from "../pieces.ts"
import { importanceText, strongestUnits } from "../strongest-units.ts"
import { checkTexts, firstUnits, type DrawnText, type TextOptions } from "../text-options.ts"
import { nearestOf256 } from "./colors-256.ts"
import { visibleLine, visibleText } from "./visible-text.ts"

/** The colours that a terminal has: all, the 256 of xterm, or none. */
export type TerminalColors = "truecolor" | "256" | "none"

/** Options of {@link textTerminal}: the texts and targets; title, predictions and footer are not shown. */
export type TextTerminalOptions = Pick<TextOptions, "texts" | "targets" | "scoreScale">

/** How {@link textTerminal} writes. */
export interface TerminalStyle {
  /** Default: `none`. */
  readonly colors?: TerminalColors
  /** Number of the strongest units in the list below each text, 0 or more. Default: 5. */
  readonly most?: number
}

/**
 * Returns an explanation of a text, or of several, for a terminal: each unit in its colour, except the palest tenth, and a list of
 * the strongest units.
 * Without colours brackets mark them: `[[fine]]` in the upper third of the colours, `[film]` in the middle one, `{{drags}}` and
 * `{late}` for those that lower the score. Lines break where the text breaks them; right-to-left text is left to the terminal.
 *
 * Text that the model did not see is grey, or between `<|` and `|>`; of more than 200 characters the beginning is shown.
 *
 * Control characters of the text appear as their codes: a stranger's text cannot send commands to the terminal.
 *
 * @returns lines, each with a line feed at its end
 * @throws RangeError without a text or a target, for units that overlap, for a map of another size than the units, and for an
 *   option out of range
 *
 * @example
 * import { textTerminal } from "@pami/figure"
 *
 * const texts = [{ text: "A fine film", units: [{ start: 0, end: 1 }, { start: 2, end: 6 }, { start: 7, end: 11 }] }]
 * const targets = [{ label: "positive", score: 0.93, map: Float32Array.of(0.25, 0.75, 0.5) }]
 * const lines = textTerminal({ texts, targets, scoreScale: { unit: "probability" } })
 * console.log(lines.split("\n")[1]) // A [[fine]] [film]
 */
export function textTerminal(options: TextTerminalOptions, style: TerminalStyle = {}): string {
  const { colors = "none", most = 5 } = style
  checkTexts(options)
  if (!(Number.isSafeInteger(most) && most >= 0))
    throw new RangeError(`most must be a whole number of units from 0, got ${most}`)
  return options.targets.map((target) => block(options, target, colors, most)).join("\n")
}

function block(
  { texts, scoreScale }: TextTerminalOptions,
  target: FigureTarget,
  colors: TerminalColors,
  most: number,
): string {
  const palette = paletteOf(target)
  const first = firstUnits(texts)
  const bold = (text: string) => (colors === "none" ? text : `\u001B[1m${text}\u001B[22m`)
  const lines = [
    headingOf(target, scoreScale)
      .map(({ text, style }) => {
        const shown = visibleText(text).replaceAll("\n", " ")
        return style === "bold" ? bold(shown) : shown
      })
      .join(""),
  ]
  for (const [index, text] of texts.entries()) {
    if (texts.length > 1 && text.name !== undefined) lines.push(`${visibleLine(text.name)}:`)
    const levels = palette.levels.subarray(first[index], first[index] + text.units.length)
    lines.push(words(text, palette, levels, colors))
  }
  lines.push("", legend(target, palette, scoreScale, colors))
  if (texts.some(({ text, shown }) => shown !== undefined && (shown.start > 0 || shown.end < text.length)))
    lines.push(
      colors === "none" ? "<| |>: cut off, not seen by the model" : "grey: cut off, not seen by the model",
    )
  const ranked = strongestUnits(texts, target, palette, most)
  const numbers = ranked.map(({ importance }) => importanceText(importance, palette))
  const width = Math.max(0, ...numbers.map((number) => number.length))
  for (const [index, { text, source }] of ranked.entries()) {
    const from = texts.length > 1 && source !== undefined ? `  (${visibleLine(source)})` : ""
    lines.push(`  ${numbers[index].padStart(width)}  ${shortened(visibleLine(text))}${from}`)
  }
  return `${lines.join("\n")}\n`
}

function words(drawn: DrawnText, palette: Palette, levels: Int16Array, colors: TerminalColors): string {
  return withoutUnseenUnits(piecesOf(drawn))
    .map(({ start, end, unit, isSeen }) => {
      const text = visibleText(drawn.text.slice(start, end))
      if (!isSeen) return unseen(text, colors)
      if (unit === undefined || levels[unit] < 0) return text
      if (colors === "none") return marked(text, palette, levels[unit])
      const isPale = palette.isPale && strengthOf(palette, levels[unit]) < 0.1
      return isPale ? text : paint(text, codes(colorOf(palette, levels[unit]), colors))
    })
    .join("")
}

// Of a text that the model did not see: enough to find the place where it is cut.
const [longestUnseen, shownUnseen] = [200, 80]

/** Returns text that the model did not see, marked; of a long one the beginning, and the number of characters left out. */
function unseen(text: string, colors: TerminalColors): string {
  const characters = [...text]
  const left = characters.length - shownUnseen
  const shown =
    characters.length > longestUnseen
      ? `${characters.slice(0, shownUnseen).join("")}… ${grouped(left)} more characters`
      : text
  return colors === "none" ? `<|${shown}|>` : paint(shown, grey[colors])
}

/** Joins the pieces that the model did not see. */
function withoutUnseenUnits(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (last?.isSeen === false && !piece.isSeen) joined[joined.length - 1] = { ...last, end: piece.end }
    else joined.push(piece)
  }
  return joined
}

// Foreground only.
const grey = { truecolor: "38;2;128;128;128", "256": "38;5;244" } as const

/** Sets colours for a text; a background does not run on behind a line break, where terminals fill the rest of the line. */
function paint(text: string, style: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : `\u001B[${style}m${line}\u001B[0m`))
    .join("\n")
}

function codes(background: Rgb, colors: Exclude<TerminalColors, "none">): string {
  if (colors === "truecolor")
    return `48;2;${background.join(";")};38;2;${bytesOf(inkOn(background)).join(";")}`
  const { index, color } = nearestOf256(background)
  return `48;5;${index};38;5;${inkOn(color) === "#ffffff" ? 231 : 16}`
}

function bytesOf(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
}

/** Marks a unit by brackets: two in the upper third of the colours, one in the middle third. */
function marked(text: string, palette: Palette, level: number): string {
  const strength = strengthOf(palette, level)
  const count = strength >= 2 / 3 ? 2 : strength >= 1 / 3 ? 1 : 0
  const [open, close] = palette.isDiverging && level < 127.5 ? ["{", "}"] : ["[", "]"]
  return open.repeat(count) + text + close.repeat(count)
}

function legend(
  target: FigureTarget,
  palette: Palette,
  scoreScale: TextOptions["scoreScale"],
  colors: TerminalColors,
): string {
  const unit = visibleLine(
    unitOf(target, scoreScale)
      .map(({ text }) => text)
      .join(""),
  )
  const number = (value: number) => formatScore(Number(value.toPrecision(3)), valueScale)
  const [low, high] = [number(palette.min), number(palette.max)]
  if (colors === "none")
    return palette.isDiverging
      ? `[[ ]] raises, {{ }} lowers the ${unit}, from ${low} to ${high}; [ ] and { } less`
      : `[[ ]] upper, [ ] middle third from ${low} to ${high}: ${unit}`
  const cells = Array.from({ length: 16 }, (_, i) =>
    paint(" ", codes(colorOf(palette, Math.round(i * 17)), colors)),
  )
  return `${low} ${cells.join("")} ${high}  ${unit}`
}

function shortened(text: string): string {
  const characters = [...text]
  return characters.length > 60 ? `${characters.slice(0, 59).join("").trimEnd()}…` : text
}
