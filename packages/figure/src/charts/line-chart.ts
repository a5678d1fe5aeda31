import type { Fonts } from "../layout/fonts.ts"
import { ink, rule, small, soft, tiny } from "../layout/style.ts"
import { line, lineWidth } from "../layout/text.ts"
import { layOutChart, type Axis, type Series } from "./lay-out-chart.ts"
import { seriesStyle } from "./series-style.ts"

/** A chart of a comparison: a line for each map. */
export interface ComparisonChart {
  /** Above the chart: `Insertion from blur`. */
  readonly title: string
  readonly x: Axis & { readonly label: string }
  readonly y: Axis & { readonly label: string }
  readonly lines: readonly ChartLine[]
}

/** A line of a chart, and its value in the legend. */
export interface ChartLine extends Series {
  readonly name: string
  /** Beside the name: the area under the curve, as text. */
  readonly value: string
}

const legendHeight = 18
// Room for the marks and the label of an axis.
const left = 46
const below = 38

/** Returns the height of a chart of that width. */
export function chartHeight(width: number, lines: number): number {
  return 26 + plotHeight(width) + below + 10 + lines * legendHeight
}

function plotHeight(width: number): number {
  return Math.round((width - left) * 0.75)
}

/** Draws a chart with its title, axes, lines and legend; its top left corner is at `x`, `y`. */
export function lineChart(
  fonts: Fonts,
  chart: ComparisonChart,
  place: { x: number; y: number; width: number },
): string {
  const plot = { width: place.width - left, height: plotHeight(place.width) }
  const layout = layOutChart({ ...plot, x: chart.x, y: chart.y, series: chart.lines })
  const marks = [
    ...layout.yMarks.map(
      ({ at, text }) =>
        `<path d="M0 ${at}H${plot.width}" stroke="${rule}"/>` +
        line(fonts, [{ text }], { x: -7, y: at + 4, size: tiny, fill: ink, anchor: "end" }),
    ),
    ...layout.xMarks.map(
      ({ at, text }) =>
        `<path d="M${at} ${plot.height}v5" stroke="${ink}"/>` +
        line(fonts, [{ text }], { x: at, y: plot.height + 18, size: tiny, fill: ink, anchor: "middle" }),
    ),
    `<path d="M0 ${plot.height}H${plot.width}" stroke="${ink}"/>`,
  ]
  const lines = layout.lines.map((path, index) => {
    const { color, dash } = seriesStyle(index)
    const dashes = dash === "" ? "" : ` stroke-dasharray="${dash}"`
    return `<path d="${path}" fill="none" stroke="${color}" stroke-width="2" stroke-linejoin="round"${dashes}/>`
  })
  const labels = [
    line(fonts, [{ text: chart.x.label }], {
      x: plot.width / 2,
      y: plot.height + 34,
      size: tiny,
      fill: soft,
      anchor: "middle",
      width: plot.width,
    }),
    line(fonts, [{ text: chart.y.label }], {
      x: -34,
      y: plot.height / 2,
      size: tiny,
      fill: soft,
      anchor: "middle",
      width: plot.height,
      rotate: -90,
    }),
  ]
  const title = line(fonts, [{ text: chart.title, style: "bold" }], {
    x: place.x,
    y: place.y + 12,
    size: small,
    fill: ink,
    width: place.width,
  })
  return (
    `${title}<g transform="translate(${place.x + left} ${place.y + 26})">` +
    marks.join("") +
    lines.join("") +
    labels.join("") +
    `<g transform="translate(0 ${plot.height + below + 16})">${legend(fonts, chart.lines, plot.width)}</g></g>`
  )
}

function legend(fonts: Fonts, lines: readonly ChartLine[], width: number): string {
  return lines
    .map(({ name, value }, index) => {
      const y = index * legendHeight
      const room = width - 38 - lineWidth(fonts, [{ text: value }], tiny) - 10
      return (
        sample(index, 0, y) +
        line(fonts, [{ text: name }], { x: 38, y: y + 4, size: tiny, fill: ink, width: room }) +
        line(fonts, [{ text: value }], { x: width, y: y + 4, size: tiny, fill: ink, anchor: "end" })
      )
    })
    .join("")
}

/** Draws a short piece of the line of a series, for a legend. */
export function sample(index: number, x: number, y: number): string {
  const { color, dash } = seriesStyle(index)
  const dashes = dash === "" ? "" : ` stroke-dasharray="${dash}"`
  return `<path d="M${x} ${y}h30" fill="none" stroke="${color}" stroke-width="2.5"${dashes}/>`
}
