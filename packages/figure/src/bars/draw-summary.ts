import { formatScore, valueScale } from "@pami/core"
import type { FigureTools } from "../layout/figure-tools.ts"
import { accent, ink } from "../layout/style.ts"
import { barHeight, layOutBars } from "./lay-out-bars.ts"
import { mostImportant } from "./most-important.ts"

/** The importance of a column over many rows, as `summarizeMaps` of @pami/table returns it. */
export interface SummaryBar {
  readonly name: string
  /** Mean of the absolute importance. */
  readonly meanAbsolute: number
  /** Quartiles of the importance: lower, median, upper. */
  readonly quartiles: readonly [number, number, number]
}

/** Options of {@link drawSummary}. */
export interface DrawSummaryOptions {
  /** In any order, at least one. */
  readonly bars: readonly SummaryBar[]
  readonly title: string
  /** Default: none. */
  readonly subtitle?: string
  /** Text below the axis. Default: `importance`. */
  readonly unit?: string
  /** Number of bars to draw, at least 1; the others are counted. Default: 15. */
  readonly most?: number
  /** Footer, one string per paragraph. Default: the meaning of bars and lines. */
  readonly footer?: readonly string[]
}

const bar = "#c9d3e6"

/**
 * Draws the importance of columns over many rows: a bar for the mean absolute importance, most important first, and over it
 * a line from the lower to the upper quartile of the importance, with a tick at the median.
 *
 * @returns an SVG document that needs no other file
 * @throws RangeError without a bar, and for an option out of range
 *
 * @example
 * import { dejavuSans } from "@pami/figure/node"
 *
 * const bars = [{ name: "income", meanAbsolute: 0.2, quartiles: [-0.1, 0.1, 0.3] }] as const
 * const svg = await drawSummary({ bars, title: "300 loans" }, { fonts: await dejavuSans() })
 */
export async function drawSummary(
  options: DrawSummaryOptions,
  { fonts }: Pick<FigureTools, "fonts">,
): Promise<string> {
  const { bars, most, title, subtitle, unit = "importance" } = options
  const { shown, left } = mostImportant(bars, ({ meanAbsolute }) => meanAbsolute, most)
  const ends = shown
    .flatMap(({ meanAbsolute, quartiles }) => [meanAbsolute, ...quartiles])
    .filter(Number.isFinite)
  const [least, greatest] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  const {
    footer = [
      "Bar: mean of the absolute importance. Line: the middle half of the rows, from the lower to the upper quartile; tick: the median.",
    ],
  } = options
  return layOutBars({
    fonts,
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    scoreScale: valueScale,
    rows: shown.map(({ name, meanAbsolute, quartiles: [lower, median, upper] }) => ({
      name,
      number: formatScore(Number(meanAbsolute.toPrecision(3)), valueScale),
      draw: (place, y) => {
        if (!Number.isFinite(meanAbsolute)) return ""
        const [zero, end] = [place(0), place(meanAbsolute)]
        const [from, middle, to] = [lower, median, upper].map((value) => place(value).toFixed(2))
        return (
          `<rect x="${zero.toFixed(2)}" y="${(y - barHeight / 2).toFixed(2)}" ` +
          `width="${(end - zero).toFixed(2)}" height="${barHeight}" fill="${bar}"/>` +
          `<path d="M${from} ${y}H${to}" stroke="${accent}" stroke-width="3"/>` +
          `<path d="M${middle} ${y - 5}v10" stroke="${ink}" stroke-width="2"/>`
        )
      },
    })),
    ...(left.length === 0 ? {} : { others: `${left.length} ${left.length === 1 ? "other" : "others"}` }),
    axis: { min: least, max: greatest > least ? greatest : least + 1, label: unit },
    footer,
  })
}
