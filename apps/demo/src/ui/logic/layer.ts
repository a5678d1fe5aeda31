import { colorTable, covers, levels, strengths, type ColorMapName, type ValueRange } from "@pami/image"

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
 * A map as colours with alpha, one pixel a unit. Laid over the picture in grey it looks as `overlay` of @pami/image
 * draws it; the browser scales it, so that a step of a sweep costs next to nothing.
 *
 * @returns RGBA, `[height, width, 4]`
 */
export function layer(map: Float32Array, options: LayerOptions): Uint8ClampedArray<ArrayBuffer> {
  const { colorMap, range, threshold, opacity } = options
  const table = colorTable(colorMap)
  const index = levels(map, range)
  const strength = strengths(colorMap)
  const cover = covers(colorMap)
  const out = new Uint8ClampedArray(map.length * 4)
  for (let i = 0; i < map.length; i++) {
    if (Number.isNaN(map[i])) continue
    if (strength[index[i]] < threshold) continue
    out[i * 4] = table[index[i] * 3]
    out[i * 4 + 1] = table[index[i] * 3 + 1]
    out[i * 4 + 2] = table[index[i] * 3 + 2]
    out[i * 4 + 3] = opacity === null ? 255 : 255 * opacity * cover[index[i]]
  }
  return out
}

/** The map with `NaN` where the threshold hides it, for what is saved. */
export function cutOff(map: Float32Array, { colorMap, range, threshold }: LayerOptions): Float32Array {
  if (threshold === 0) return map
  const index = levels(map, range)
  const strength = strengths(colorMap)
  return map.map((value, i) => (strength[index[i]] < threshold ? NaN : value))
}
