import { colorTable, divergingColorMapNames, levels, type ColorMapName, type ValueRange } from "@pami/image"

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
  const diverging = divergingColorMapNames.includes(colorMap)
  const least = diverging ? 0.25 : 0.45
  const out = new Uint8ClampedArray(map.length * 4)
  for (let i = 0; i < map.length; i++) {
    if (Number.isNaN(map[i])) continue
    const strength = diverging ? Math.abs(index[i] - 127.5) / 127.5 : index[i] / 255
    if (strength < threshold) continue
    out[i * 4] = table[index[i] * 3]
    out[i * 4 + 1] = table[index[i] * 3 + 1]
    out[i * 4 + 2] = table[index[i] * 3 + 2]
    out[i * 4 + 3] = opacity === null ? 255 : 255 * opacity * (least + (1 - least) * strength)
  }
  return out
}

/** The map with `NaN` where the threshold hides it, for what is saved. */
export function cutOff(map: Float32Array, { colorMap, range, threshold }: LayerOptions): Float32Array {
  if (threshold === 0) return map
  const index = levels(map, range)
  const diverging = divergingColorMapNames.includes(colorMap)
  return map.map((value, i) => {
    const strength = diverging ? Math.abs(index[i] - 127.5) / 127.5 : index[i] / 255
    return strength < threshold ? NaN : value
  })
}
