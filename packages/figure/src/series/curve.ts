import type { Size } from "@pami/image"
import { ticks, type Tick } from "../layout/ticks.ts"
import type { DrawnSeries } from "./drawn-series.ts"

/** A curve in a panel, as SVG path data, and the ticks of its values, placed from the top. */
export interface Curve {
  readonly path: string
  readonly yTicks: readonly Tick[]
}

/**
 * Returns the curve of one channel. Where several steps share a pixel, it runs between their lowest and their highest value,
 * as editors of sound draw it. A step is as wide as its unit of the map: its point lies in its middle.
 */
export function curveOf(
  { data, length, channels }: Pick<DrawnSeries, "data" | "length" | "channels">,
  channel: number,
  { width, height }: Size,
): Curve {
  let [lowest, highest] = [Infinity, -Infinity]
  for (let step = 0; step < length; step++) {
    const value = data[step * channels + channel]
    lowest = Math.min(lowest, value)
    highest = Math.max(highest, value)
  }
  // A constant lies in the middle.
  const room = highest > lowest ? (highest - lowest) * 0.06 : Math.max(1, Math.abs(highest)) * 0.5
  const [min, max] = [lowest - room, highest + room]
  const y = (value: number) => Number((height * (1 - (value - min) / (max - min))).toFixed(1))
  const points: string[] = []
  const columns = Math.floor(width)
  if (length <= 2 * columns)
    for (let step = 0; step < length; step++) {
      const x = Number((((step + 0.5) / length) * width).toFixed(1))
      points.push(`${x},${y(data[step * channels + channel])}`)
    }
  else
    for (let column = 0; column < columns; column++) {
      let [low, high] = [Infinity, -Infinity]
      const end = Math.floor(((column + 1) * length) / columns)
      for (let step = Math.floor((column * length) / columns); step < end; step++) {
        const value = data[step * channels + channel]
        low = Math.min(low, value)
        high = Math.max(high, value)
      }
      points.push(`${column + 0.5},${y(high)}`, `${column + 0.5},${y(low)}`)
    }
  const yTicks = ticks(min, max, Math.max(2, Math.round(height / 40))).map(({ value, text }) => ({
    value: y(value),
    text,
  }))
  return { path: `M${points.join("L")}`, yTicks }
}
