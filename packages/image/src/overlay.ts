import { slices } from "@pami/core"
import { colorTable, type ColorMapName } from "./color-maps.ts"
import { checkMap, levels, rangeOfWhole } from "./colorize.ts"
import { checkPicture, lumaAt, type Picture } from "./picture.ts"
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
 * picture is pale and grey. Lets the event loop turn meanwhile.
 *
 * @param map at the picture's size, `[height, width]`: see `toOriginal`.
 * @throws RangeError when sizes differ or the opacity is out of its range
 */
export async function overlay(
  picture: Picture,
  map: Float32Array,
  options: OverlayOptions = {},
): Promise<Picture> {
  const { colorMap = "viridis", opacity = 0.65 } = options
  checkPicture(picture)
  checkMap(map, picture)
  if (!(opacity >= 0 && opacity <= 1)) throw new RangeError(`opacity is a share from 0 to 1, not ${opacity}`)
  const { width, height, data } = picture
  const table = colorTable(colorMap)
  const range = await rangeOfWhole(map, options)
  const cover = covers(colorMap)
  const color = Math.min(1, opacity * 1.25)
  const out = new Uint8Array(data.length)
  const slice = slices()
  for (let y = 0; y < height; y++) {
    if (slice.due()) await slice.next()
    const row = map.subarray(y * width, (y + 1) * width)
    const index = levels(row, range)
    for (let x = 0, at = y * width * 3; x < width; x++, at += 3) {
      const grey = lumaAt(data, at)
      if (Number.isNaN(row[x])) {
        out[at] = out[at + 1] = out[at + 2] = Math.round(grey * 0.3 + 255 * 0.62)
        continue
      }
      const alpha = opacity * cover[index[x]]
      for (let channel = 0; channel < 3; channel++) {
        const faded = data[at + channel] + (grey - data[at + channel]) * color
        out[at + channel] = Math.round(faded + (table[index[x] * 3 + channel] - faded) * alpha)
      }
    }
  }
  return { width, height, data: out }
}
