import { toLevels, type ColorMapName, type ValueRange } from "@pami/figure"
import { scaleOf } from "./scale.ts"

/** How a map is drawn. */
export interface LayerOptions {
  readonly colorMap: ColorMapName
  readonly range: ValueRange
  /** Share of the range beneath which nothing is drawn, 0 to 1. */
  readonly threshold: number
  /** 0 to 1; `null` for the map alone, opaque. */
  readonly opacity: number | null
}

/**
 * A map as colours with alpha, one pixel a unit. Laid over the image in grey it looks as `overlay` of @pami/figure
 * draws it; the browser scales it, so that a step of a sweep costs next to nothing.
 *
 * @returns RGBA, `[height, width, 4]`
 */
export function layer(map: Float32Array, options: LayerOptions): Uint8ClampedArray<ArrayBuffer> {
  const index = toLevels(map, options.range)
  const colors = new Uint32Array(paint(options).buffer)
  const out = new Uint32Array(map.length)
  for (let i = 0; i < map.length; i++) if (!Number.isNaN(map[i])) out[i] = colors[index[i]]
  return new Uint8ClampedArray(out.buffer)
}

/** RGBA of each of the 256 levels, transparent beneath the threshold. */
function paint({ colorMap, threshold, opacity }: LayerOptions): Uint8ClampedArray<ArrayBuffer> {
  const { table, strength, cover } = scaleOf(colorMap)
  const out = new Uint8ClampedArray(256 * 4)
  for (let level = 0; level < 256; level++) {
    if (strength[level] < threshold) continue
    out.set(table.subarray(level * 3, level * 3 + 3), level * 4)
    out[level * 4 + 3] = opacity === null ? 255 : 255 * opacity * cover[level]
  }
  return out
}

/** The map with `NaN` where the threshold hides it, for what is saved. */
export function cutOff(map: Float32Array, { colorMap, range, threshold }: LayerOptions): Float32Array {
  if (threshold === 0) return map
  const index = toLevels(map, range)
  const { strength } = scaleOf(colorMap)
  return map.map((value, i) => (strength[index[i]] < threshold ? NaN : value))
}

/** The colour of a value, as CSS. */
export function cssColor(
  value: number,
  { colorMap, range }: Pick<LayerOptions, "colorMap" | "range">,
): string {
  const [level] = toLevels(Float32Array.of(value), range)
  const { table } = scaleOf(colorMap)
  return `rgb(${table[level * 3]} ${table[level * 3 + 1]} ${table[level * 3 + 2]})`
}
