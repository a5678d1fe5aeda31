import type { Results } from "../summary/collect.ts"
import type { Summary } from "../summary/summarize.ts"
import { chartFigure, legend } from "./chart.ts"
import type { ReportChart } from "./chart.ts"
import { markup } from "./markup.ts"
import type { Html } from "./markup.ts"

/** Returns the mean curves of all metrics that have curves. */
export function curvesSection(results: Results): Html | undefined {
  const names = results.methods.map(({ name }) => name)
  const charts = results.metrics.flatMap(({ name: metric }): ReportChart[] => {
    const series = names.flatMap((method, look) => {
      const curve = results.curveOf(metric, method)
      return curve === undefined ? [] : [{ look, x: curve.shares, y: curve.scores }]
    })
    if (series.length === 0) return []
    return [
      {
        title: metric,
        description: `mean score of ${series.length} methods over the share of units`,
        x: { min: 0, max: 1, label: "share of units" },
        y: { ...rangeOf(series.flatMap(({ y }) => y)), label: "mean score" },
        series,
      },
    ]
  })
  if (charts.length === 0) return undefined
  return markup`<section aria-labelledby="curves">
    <h2 id="curves">Mean curves</h2>
    ${legend(names)}
    <div class="charts">${charts.map(chartFigure)}</div>
  </section>`
}

/** Returns the means of each method against its number of forward passes, if there are several. */
export function passesSection(results: Results, { metrics }: Summary): Html | undefined {
  const budgets = [...new Set(results.methods.map(({ passes }) => passes))].toSorted((a, b) => a - b)
  if (budgets.length < 2) return undefined
  const bases = [...new Set(results.methods.map(({ method }) => method))]
  const charts = metrics
    .filter(({ methods }) => methods.length > 0)
    .map((metric): ReportChart => {
      const series = bases.flatMap((base, look) => {
        const points = results.methods
          .filter(({ method }) => method === base)
          .toSorted((a, b) => a.passes - b.passes)
          .flatMap(({ name, passes }) => {
            const found = metric.methods.find(({ method }) => method === name)
            return found === undefined ? [] : [{ ...found, passes }]
          })
        return points.length === 0
          ? []
          : [
              {
                look,
                x: points.map(({ passes }) => passes),
                y: points.map(({ mean }) => mean),
                intervals: points,
              },
            ]
      })
      return {
        title: `${metric.name}, ${metric.better} is better`,
        description: `mean of ${series.length} methods for ${budgets.join(", ")} forward passes`,
        x: {
          min: budgets[0],
          max: budgets[budgets.length - 1],
          scale: "log",
          marks: budgets,
          label: "forward passes",
        },
        y: {
          ...rangeOf(series.flatMap(({ intervals }) => intervals.flatMap(({ low, high }) => [low, high]))),
          label: "mean",
        },
        series,
      }
    })
  return markup`<section aria-labelledby="passes">
    <h2 id="passes">Quality against passes</h2>
    ${legend(bases)}
    <div class="charts">${charts.map(chartFigure)}</div>
  </section>`
}

/** Returns 0 to 1 for values within, as of probabilities, else their range. */
function rangeOf(values: readonly number[]): { readonly min: number; readonly max: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  if (low >= 0 && high <= 1 && high > 0.5) return { min: 0, max: 1 }
  const room = (high - low || Math.abs(high) || 1) * 0.08
  return { min: low >= 0 ? 0 : low - room, max: high + room }
}
