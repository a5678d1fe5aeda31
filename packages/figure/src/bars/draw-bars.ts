import { formatScore, type Scale, valueScale } from "@pami/core"
import type { FigureTools } from "../layout/figure-tools.ts"
import type { FigurePrediction } from "../layout/prediction-list.ts"
import { soft } from "../layout/style.ts"
import { barHeight, layOutBars, type BarRow } from "./lay-out-bars.ts"
import { mostImportant } from "./most-important.ts"

/** The importance of a column of a table, or of a group of columns. */
export interface Bar {
  readonly name: string
  /** Value in the row. Default: not shown; `null` is missing. */
  readonly value?: number | string | null
  /** `NaN` if it is not known. */
  readonly importance: number
}

/** Options of {@link drawBars}. */
export interface DrawBarsOptions {
  /** In any order, at least one. */
  readonly bars: readonly Bar[]
  readonly title: string
  /** Default: none. */
  readonly subtitle?: string
  /** The model's top classes, best first. Default: none. */
  readonly predictions?: readonly FigurePrediction[]
  /** The kind of scores; probabilities appear in per cent. */
  readonly scoreScale: Scale
  /** Text below the axis: `effect on the probability of approval`. Default: `importance`. */
  readonly unit?: string
  /** Number of bars to draw, at least 1; the others are counted. Default: 15. */
  readonly most?: number
  /** Footer, one string per paragraph. Default: none. */
  readonly footer?: readonly string[]
}

// The ends of the colour map blue-red, which people with any colour vision tell apart.
const colors = { raises: "#b2182b", lowers: "#2166ac" } as const

/**
 * Draws the importance of the columns of a row as horizontal bars, most important first: red to the right where a column
 * raises the score, blue to the left where it lowers it.
 *
 * @returns an SVG document that needs no other file
 * @throws RangeError without a bar, and for an option out of range
 *
 * @example
 * import { dejavuSans } from "@pami/figure/node"
 *
 * const bars = [
 *   { name: "income", value: 82, importance: 0.31 },
 *   { name: "late payments", value: 2, importance: -0.12 },
 * ]
 * const options = { bars, title: "Why “approved”?", scoreScale: { unit: "probability" } } as const
 * const svg = await drawBars(options, { fonts: await dejavuSans() })
 */
export async function drawBars(
  options: DrawBarsOptions,
  { fonts }: Pick<FigureTools, "fonts">,
): Promise<string> {
  const { bars, most, unit = "importance", title, subtitle, predictions, scoreScale, footer } = options
  const { shown, left } = mostImportant(bars, ({ importance }) => importance, most)
  const known = shown.map(({ importance }) => importance).filter(Number.isFinite)
  const [least, greatest] = [Math.min(0, ...known), Math.max(0, ...known)]
  const hasValues = shown.some(({ value }) => value !== undefined)
  return layOutBars({
    fonts,
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    ...(predictions === undefined ? {} : { predictions }),
    scoreScale,
    rows: shown.map((bar) => rowOf(bar)),
    ...(left.length === 0 ? {} : { others: othersText(left) }),
    // All bars may have no length.
    axis: { min: least, max: greatest > least ? greatest : least + 1, label: unit },
    ...(hasValues ? { heading: "value" } : {}),
    ...(footer === undefined ? {} : { footer }),
  })
}

function rowOf({ name, value, importance }: Bar): BarRow {
  const isKnown = Number.isFinite(importance)
  return {
    name,
    ...(value === undefined ? {} : { value: valueText(value) }),
    number: isKnown ? signed(importance) : "unknown",
    draw: (place, y) => {
      if (!isKnown) return ""
      const [from, to] = [place(Math.min(0, importance)), place(Math.max(0, importance))]
      const fill = importance < 0 ? colors.lowers : importance > 0 ? colors.raises : soft
      return (
        `<rect x="${from.toFixed(2)}" y="${(y - barHeight / 2).toFixed(2)}" ` +
        `width="${(to - from).toFixed(2)}" height="${barHeight}" fill="${fill}"/>`
      )
    },
  }
}

function othersText(left: readonly Bar[]): string {
  const largest = Math.max(0, ...left.map(({ importance }) => Math.abs(importance)).filter(Number.isFinite))
  return `${left.length} ${left.length === 1 ? "other" : "others"}, up to ±${formatScore(rounded(largest), valueScale)}`
}

function valueText(value: number | string | null): string {
  if (value === null || value === "") return "missing"
  return typeof value === "number" ? formatScore(value, valueScale) : value
}

function signed(importance: number): string {
  const text = formatScore(rounded(importance), valueScale)
  return importance > 0 && text !== "0" ? `+${text}` : text
}

/** Three decimals of a number, or three digits of a small one. */
function rounded(value: number): number {
  return Math.abs(value) >= 0.001 ? Number(value.toFixed(3)) : Number(value.toPrecision(1))
}
