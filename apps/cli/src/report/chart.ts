import { layOutChart, seriesStyle } from "@pami/figure/charts"
import type { Axis, Series } from "@pami/figure/charts"
import { markup } from "./markup.ts"
import type { Html } from "./markup.ts"

/** A chart of the report. */
export interface ReportChart {
  readonly title: string
  /** Read out in place of the drawing. */
  readonly description: string
  readonly x: Axis & { readonly label: string }
  readonly y: Axis & { readonly label: string }
  /** With the number of the look that the series has everywhere. */
  readonly series: readonly (Series & { readonly look: number; readonly intervals?: readonly Interval[] })[]
}

/** The interval of a point of a series. */
export interface Interval {
  readonly low: number
  readonly high: number
}

const plot = { width: 300, height: 210 }
const left = 48
const top = 8
const size = { width: left + plot.width + 12, height: top + plot.height + 44 }

/** Returns a chart with its title. */
export function chartFigure({ title, description, x, y, series }: ReportChart): Html {
  const layout = layOutChart({ ...plot, x, y, series })
  const yMarks = layout.yMarks.map(
    ({ at, text }) =>
      markup`<path class="grid" d="M0 ${at}H${plot.width}"/><text x="-8" y="${at + 4}" text-anchor="end">${text}</text>`,
  )
  const xMarks = layout.xMarks.map(
    ({ at, text }) =>
      markup`<path class="axis" d="M${at} ${plot.height}v5"/><text x="${at}" y="${plot.height + 19}" text-anchor="middle">${text}</text>`,
  )
  const lines = layout.lines.map((path, index) => {
    const { look, intervals = [], x: values, y: heights } = series[index]
    const bars = intervals.map(({ low, high }, point) => {
      const at = layout.placeX(values[point])
      const bar = `M${at} ${layout.placeY(low)}V${layout.placeY(high)}`
      return markup`<path class="line s${look}" d="${bar}"/><circle class="s${look}" cx="${at}" cy="${layout.placeY(heights[point])}" r="3"/>`
    })
    return markup`<path class="line s${look}" d="${path}"${dashes(look)}/>${bars}`
  })
  return markup`<figure class="chart">
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-label="${title}: ${description}">
      <g transform="translate(${left} ${top})">
        ${yMarks}${xMarks}<path class="axis" d="M0 ${plot.height}H${plot.width}"/>${lines}
        <text class="label" x="${plot.width / 2}" y="${plot.height + 38}" text-anchor="middle">${x.label}</text>
        <text class="label" x="${-plot.height / 2}" y="-36" text-anchor="middle" transform="rotate(-90)">${y.label}</text>
      </g>
    </svg>
  </figure>`
}

function dashes(look: number): Html | undefined {
  const { dash } = seriesStyle(look)
  return dash === "" ? undefined : markup` stroke-dasharray="${dash}"`
}

/** Returns a list of the looks of series, with their names. */
export function legend(names: readonly string[]): Html {
  const entries = names.map(
    (name, look) => markup`<li>
      <svg viewBox="0 0 34 10" width="34" height="10" aria-hidden="true"><path class="line s${look}" d="M1 5h32"${dashes(look)}/></svg>${name}
    </li>`,
  )
  return markup`<ul class="legend">${entries}</ul>`
}

/** Returns the style rules of the looks of so many series, for light and for dark pages. */
export function seriesRules(count: number, dark: boolean): string {
  return Array.from({ length: count }, (_, look) => {
    const { color, darkColor } = seriesStyle(look)
    return `.s${look}{--series:${dark ? darkColor : color}}`
  }).join("")
}
