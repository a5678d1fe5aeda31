import { colorTable, type ColorMapName } from "./color-maps.ts"
import { checkMap, levels, rangeOf } from "./colorize.ts"
import { checkPicture, toGrey, type Picture } from "./picture.ts"
import { covers } from "./strength.ts"

/** How a map is laid over its picture. */
export interface OverlayOptions {
  /** Default: `viridis`. */
  readonly colorMap?: ColorMapName
  /** Share of the colour where the map is greatest, 0 to 1. Default: 0.65. */
  readonly opacity?: number
  /** As for `colorize`. */
  readonly min?: number
  /** As for `colorize`. */
  readonly max?: number
}

/**
 * The picture with the map's colours on it. Beneath the colours it fades to grey, so that its own colours are not
 * mistaken for the map's, and it keeps its light and shade. Where the map is `NaN`, outside what the model saw, the
 * picture is pale and grey.
 *
 * @param map at the picture's size, `[height, width]`: see `toOriginal`.
 * @throws RangeError when sizes differ or the opacity is out of its range
 */
export function overlay(picture: Picture, map: Float32Array, options: OverlayOptions = {}): Picture {
  const { colorMap = "viridis", opacity = 0.65 } = options
  checkPicture(picture)
  checkMap(map, picture)
  if (!(opacity >= 0 && opacity <= 1)) throw new RangeError(`opacity is a share from 0 to 1, not ${opacity}`)
  const { width, height, data } = picture
  const table = colorTable(colorMap)
  const index = levels(map, rangeOf(map, options))
  const grey = toGrey(picture).data
  const cover = covers(colorMap)
  const color = Math.min(1, opacity * 1.25)
  const out = new Uint8Array(data.length)
  for (let i = 0; i < map.length; i++) {
    const at = i * 3
    if (Number.isNaN(map[i])) {
      out[at] = out[at + 1] = out[at + 2] = Math.round(grey[at] * 0.3 + 255 * 0.62)
      continue
    }
    const alpha = opacity * cover[index[i]]
    for (let channel = 0; channel < 3; channel++) {
      const faded = data[at + channel] + (grey[at] - data[at + channel]) * color
      out[at + channel] = Math.round(faded + (table[index[i] * 3 + channel] - faded) * alpha)
    }
  }
  return { width, height, data: out }
}
