import type { Scale } from "@pami/core"
import { divergingColorMapNames } from "../color-maps.ts"
import { type FigureTarget, headingOf, unitOf } from "../draw-figure.ts"
import type { FigureTools } from "../layout/figure-tools.ts"
import { checkPanelSide, pngDataUri } from "../layout/panel.ts"
import type { FigurePrediction } from "../layout/prediction-list.ts"
import { ticks, type Tick } from "../layout/ticks.ts"
import { valueRange } from "../value-range.ts"
import { curveOf } from "./curve.ts"
import type { DrawnSeries, DrawnSpectrogram } from "./drawn-series.ts"
import { heatOf, spectrogramOf } from "./heat.ts"
import { layOutSeries, type SeriesPanel, type SeriesRow } from "./lay-out-series.ts"

/** Options of {@link drawSeries}. */
export interface DrawSeriesOptions {
  readonly series: DrawnSeries
  /**
   * One row each, at least one. Their maps have a number for each unit of time, `[T]`; for each unit of time and channel,
   * `[T, F]`; or, with a spectrogram, for each of its cells.
   */
  readonly targets: readonly FigureTarget[]
  /** Steps of a unit of time. Default 1. */
  readonly hop?: number
  /** The spectrogram that the maps lie on. Default: they lie behind the curve. */
  readonly spectrogram?: DrawnSpectrogram
  /** Time of the first step, in seconds, or in steps without a rate. Default 0. */
  readonly start?: number
  readonly title: string
  /** Default: none. */
  readonly subtitle?: string
  /** The model's top classes, best first. Default: none. */
  readonly predictions?: readonly FigurePrediction[]
  /** The kind of scores; probabilities appear in per cent. */
  readonly scoreScale: Scale
  /** Footer, one string per paragraph. Default: none. */
  readonly footer?: readonly string[]
  /** Most channels shown, those of the highest importance. Default 8. */
  readonly channels?: number
  /** Opacity of the colours where the map is highest, 0 to 1. Default: 0.8. */
  readonly opacity?: number
  /** Width of a panel, in pixels of the figure, 64 to 4096. Default: 640. */
  readonly panelSide?: number
  /** Pixels of a panel's image for each pixel of the figure, 1 to 8. Default: 2. */
  readonly detail?: number
}

/**
 * Draws a figure that explains targets of a series: for each, the curve of every channel with the map behind it, over seconds
 * or steps; or the spectrogram with the map laid over it.
 *
 * @returns an SVG document that needs no other file
 * @throws RangeError without a target, for a map of another size than the units, and for an option out of range
 */
export async function drawSeries(
  options: DrawSeriesOptions,
  { fonts, encodePng }: FigureTools,
): Promise<string> {
  const { series, targets, hop = 1, spectrogram, scoreScale, opacity = 0.8 } = options
  const { panelSide = 640, detail = 2, channels: most = 8, start = 0 } = options
  checkOptions(options, { panelSide, detail, most })
  const { length, channels, rate, names } = series
  const frames = Math.ceil(length / hop)
  const xTicks = timeTicks(length, rate, start, panelSide)
  const rows: SeriesRow[] = []
  for (const target of targets) {
    const { map } = target
    const { colorMap = target.versus === undefined ? "viridis" : "blue-red" } = target
    const range = valueRange(map, { ...target, colorMap })
    const colors = { colorMap, opacity, ...(range.max > range.min ? range : {}) }
    const signed = divergingColorMapNames.includes(colorMap)
    const panels: SeriesPanel[] = []
    if (spectrogram !== undefined) {
      const height = Math.round(panelSide * 0.35)
      const size = { width: Math.round(panelSide * detail), height: Math.round(height * detail) }
      const image = await spectrogramOf(spectrogram, map, size, colors)
      panels.push({
        height,
        image: await pngDataUri({ ...image, channels: 3 }, encodePng),
        yTicks: hertzTicks(spectrogram, height),
      })
    } else {
      const perChannel = map.length === frames * channels && channels > 1
      const shown = perChannel ? importantChannels(map, channels, most, signed) : firstOnes(channels, most)
      for (const channel of shown) {
        const height = Math.round(panelSide * (shown.length === 1 ? 0.25 : 0.14))
        const importance = perChannel ? map.filter((_, unit) => unit % channels === channel) : map
        const heat = await heatOf(importance, { length, hop, width: Math.round(panelSide * detail) }, colors)
        const { path, yTicks } = curveOf(series, channel, { width: panelSide, height })
        panels.push({
          height,
          image: await pngDataUri({ ...heat, channels: 3 }, encodePng),
          path,
          yTicks,
          ...(channels > 1 && { name: names?.[channel] ?? `channel ${channel + 1}` }),
        })
      }
    }
    rows.push({
      heading: headingOf(target, scoreScale),
      panels,
      colorMap,
      ...range,
      unit: unitOf(target, scoreScale),
    })
  }
  const { title, subtitle = "", predictions = [], footer = [] } = options
  const xLabel = rate === undefined ? "step" : "seconds"
  return layOutSeries({
    fonts,
    title,
    subtitle,
    predictions,
    scoreScale,
    rows,
    footer,
    width: panelSide,
    xTicks,
    xLabel,
  })
}

function checkOptions(
  { series, targets, hop = 1, spectrogram }: DrawSeriesOptions,
  { panelSide, detail, most }: { panelSide: number; detail: number; most: number },
): void {
  const { data, length, channels } = series
  if (data.length !== length * channels || data.length === 0)
    throw new RangeError(
      `a series of ${length} steps and ${channels} channels was expected; got ${data.length} values`,
    )
  if (!(Number.isInteger(hop) && hop >= 1))
    throw new RangeError(`hop must be a whole number of at least 1, got ${hop}`)
  if (targets.length === 0) throw new RangeError("a figure needs at least one target")
  const frames = Math.ceil(length / hop)
  const sizes = [
    ...new Set(spectrogram === undefined ? [frames, frames * channels] : [spectrogram.levels.length]),
  ]
  for (const { map } of targets)
    if (!sizes.includes(map.length) || map.length === 0)
      throw new RangeError(`a map of these units has ${sizes.join(" or ")} values, not ${map.length}`)
  checkPanelSide(panelSide)
  if (!(detail >= 1 && detail <= 8)) throw new RangeError(`detail must be from 1 to 8, got ${detail}`)
  if (!(Number.isInteger(most) && most >= 1))
    throw new RangeError(`channels must be a whole number of at least 1, got ${most}`)
}

function firstOnes(count: number, most: number): number[] {
  return Array.from({ length: Math.min(count, most) }, (_, channel) => channel)
}

/** Returns the channels of the highest peaks, in their order. */
function importantChannels(map: Float32Array, count: number, most: number, signed: boolean): number[] {
  const peaks = new Float64Array(count).fill(-Infinity)
  for (const [unit, value] of map.entries())
    peaks[unit % count] = Math.max(peaks[unit % count], signed ? Math.abs(value) : value)
  return firstOnes(count, count)
    .sort((a, b) => peaks[b] - peaks[a] || a - b)
    .slice(0, most)
    .sort((a, b) => a - b)
}

/** Returns ticks along time, placed from 0 to `width`. */
function timeTicks(length: number, rate: number | undefined, start: number, width: number): Tick[] {
  const end = start + length / (rate ?? 1)
  return ticks(start, end, Math.max(2, Math.round(width / 90))).map(({ value, text }) => ({
    value: ((value - start) / (end - start)) * width,
    text,
  }))
}

/** Returns the frequencies at some borders of bands, placed from the top. */
function hertzTicks({ bands }: DrawnSpectrogram, height: number): Tick[] {
  const every = Math.max(1, Math.ceil(bands.length / Math.max(2, height / 32)))
  return bands.flatMap(([low, high], band) =>
    band % every === 0
      ? [{ value: height * (1 - (band + 0.5) / bands.length), text: `${Math.round((low + high) / 2)}` }]
      : [],
  )
}
