import { slices } from "@pami/core/tensor"
import type { Raster, Size } from "@pami/image"
import { colorTable } from "./color-maps.ts"
import { checkMap, toLevels, valueRangeInSlices, type ValueRangeOptions } from "./value-range.ts"

/** Options of {@link colorize}: the size of the map, its colour map, and the range of values. */
export interface ColorizeOptions extends Size, ValueRangeOptions {}

/**
 * Returns an importance map as a coloured image with alpha. `NaN`, where nothing is known, is transparent. Yields to the
 * event loop while it works.
 *
 * @param map `[height, width]`
 * @throws RangeError when the map does not have that size, or `max` is not above `min`
 */
export async function colorize(map: Float32Array, options: ColorizeOptions): Promise<Raster> {
  const { width, height, colorMap = "viridis" } = options
  checkMap(map, options)
  const table = colorTable(colorMap)
  const range = await valueRangeInSlices(map, options)
  const data = new Uint8Array(map.length * 4)
  const slice = slices()
  for (let y = 0; y < height; y++) {
    if (slice.due()) await slice.next()
    const row = map.subarray(y * width, (y + 1) * width)
    const levels = toLevels(row, range)
    for (let x = 0, to = y * width * 4; x < width; x++, to += 4) {
      if (Number.isNaN(row[x])) continue
      const from = levels[x] * 3
      data[to] = table[from]
      data[to + 1] = table[from + 1]
      data[to + 2] = table[from + 2]
      data[to + 3] = 255
    }
  }
  return { width, height, channels: 4, data }
}
