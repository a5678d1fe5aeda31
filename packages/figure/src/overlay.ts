import { slices } from "@pami/core/tensor"
import { checkPicture, lumaAt, type Picture } from "@pami/image"
import { colorTable } from "./color-maps.ts"
import { levelOpacities } from "./level-strengths.ts"
import { paleGrey } from "./pale.ts"
import { checkMap, toLevels, valueRangeInSlices, type ValueRangeOptions } from "./value-range.ts"

/** Options of {@link overlay}. */
export interface OverlayOptions extends ValueRangeOptions {
  /** Opacity of the colours where the map is highest, 0 to 1. Default: 0.65. */
  readonly opacity?: number
}

/**
 * Returns an image with an importance map laid over it in colours. Beneath them the image fades to grey but keeps its
 * light and shade, so that its own colours are not mistaken for the map's. Where the map is `NaN`, outside the area that
 * the model saw, the image is pale grey. Yields to the event loop while it works.
 *
 * @param map `[height, width]` of the image; `toOriginal` of @pami/image brings a map to that size
 * @throws RangeError when the sizes differ, the opacity is out of range, or `max` is not above `min`
 */
export async function overlay(
  image: Picture,
  map: Float32Array,
  options: OverlayOptions = {},
): Promise<Picture> {
  const { colorMap = "viridis", opacity = 0.65 } = options
  checkPicture(image)
  checkMap(map, image)
  if (!(opacity >= 0 && opacity <= 1)) throw new RangeError(`opacity must be from 0 to 1, got ${opacity}`)
  const { width, height, data } = image
  const table = colorTable(colorMap)
  const range = await valueRangeInSlices(map, options)
  const opacities = levelOpacities(colorMap)
  const greying = Math.min(1, opacity * 1.25)
  const out = new Uint8Array(data.length)
  const slice = slices()
  for (let y = 0; y < height; y++) {
    if (slice.due()) await slice.next()
    const row = map.subarray(y * width, (y + 1) * width)
    const levels = toLevels(row, range)
    for (let x = 0, at = y * width * 3; x < width; x++, at += 3) {
      if (Number.isNaN(row[x])) {
        out[at] = out[at + 1] = out[at + 2] = paleGrey(data, at)
        continue
      }
      const grey = lumaAt(data, at)
      const alpha = opacity * opacities[levels[x]]
      for (let channel = 0; channel < 3; channel++) {
        const faded = data[at + channel] + (grey - data[at + channel]) * greying
        out[at + channel] = Math.round(faded + (table[levels[x] * 3 + channel] - faded) * alpha)
      }
    }
  }
  return { width, height, data: out }
}
