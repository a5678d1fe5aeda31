export { drawComparison, type ComparedMap, type DrawComparisonOptions } from "./charts/draw-comparison.ts"
export {
  layOutChart,
  type Axis,
  type AxisMark,
  type ChartLayout,
  type Series,
} from "./charts/lay-out-chart.ts"
export type { ChartLine, ComparisonChart } from "./charts/line-chart.ts"
export { seriesStyle, type SeriesStyle } from "./charts/series-style.ts"
