import type { Size } from "@pami/image"
import { ticks } from "../layout/ticks.ts"

/** The values along one side of a chart. */
export interface Axis {
  readonly min: number
  /** Above `min`. */
  readonly max: number
  /** Default `linear`. With `log`, `min` is above 0. */
  readonly scale?: "linear" | "log"
  /** Values to mark. Default: about five round ones. */
  readonly marks?: readonly number[]
}

/** Points that are joined by a line, in the order of `x`. */
export interface Series {
  readonly x: readonly number[]
  /** As many as `x`. */
  readonly y: readonly number[]
}

/** A mark on an axis. */
export interface AxisMark {
  /** Distance from the left or the top of the plot, in pixels. */
  readonly at: number
  readonly text: string
}

/** The geometry of a chart: every way to draw it shares it. */
export interface ChartLayout {
  readonly xMarks: readonly AxisMark[]
  readonly yMarks: readonly AxisMark[]
  /** SVG path data of each series. */
  readonly lines: readonly string[]
  /** Distance of a value from the left of the plot, in pixels. Values beyond the axis lie on its end. */
  placeX(value: number): number
  /** Distance of a value from the top of the plot, in pixels. */
  placeY(value: number): number
}

/**
 * Returns the geometry of a line chart: the places of its marks, and a path for each series.
 *
 * @param options `width` and `height` of the plot without its labels, in pixels
 * @throws RangeError for an axis whose `max` is not above `min`, or a series with more values of one kind than of the other
 *
 * @example
 * import { layOutChart } from "@pami/figure/charts"
 *
 * const axis = { min: 0, max: 1 }
 * const { lines } = layOutChart({ width: 100, height: 50, x: axis, y: axis, series: [{ x: [0, 1], y: [0, 0.5] }] })
 * console.log(lines[0]) // M0,50L100,25
 */
export function layOutChart(
  options: Size & { readonly x: Axis; readonly y: Axis; readonly series: readonly Series[] },
): ChartLayout {
  const { width, height, x, y, series } = options
  const [shareX, shareY] = [shareAlong(x), shareAlong(y)]
  const placeX = (value: number) => round(shareX(value) * width)
  const placeY = (value: number) => round((1 - shareY(value)) * height)
  return {
    xMarks: marksOf(x).map(({ value, text }) => ({ at: placeX(value), text })),
    yMarks: marksOf(y).map(({ value, text }) => ({ at: placeY(value), text })),
    lines: series.map((one) => {
      if (one.x.length !== one.y.length)
        throw new RangeError(`a series has as many x as y values; got ${one.x.length} and ${one.y.length}`)
      const points = one.x.map((value, index) => `${placeX(value)},${placeY(one.y[index])}`)
      return points.length === 0 ? "" : `M${points.join("L")}`
    }),
    placeX,
    placeY,
  }
}

function shareAlong({ min, max, scale = "linear" }: Axis): (value: number) => number {
  const on = scale === "log" ? Math.log : (value: number) => value
  if (!(max > min) || !Number.isFinite(on(min)) || !Number.isFinite(on(max)))
    throw new RangeError(`an axis goes from a finite min to a larger max; got ${min} to ${max}, ${scale}`)
  return (value) => Math.min(1, Math.max(0, (on(value) - on(min)) / (on(max) - on(min))))
}

function marksOf({ min, max, marks }: Axis): readonly { readonly value: number; readonly text: string }[] {
  if (marks === undefined) return ticks(min, max, 5)
  return marks.map((value) => ({ value, text: value.toLocaleString("en-US") }))
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100
}
