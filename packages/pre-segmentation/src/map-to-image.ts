import { minMax } from "@pami/core"
import { interpolateViridis } from "d3-scale-chromatic"

/** Options of {@link mapToImage}. */
export interface MapToImageOptions {
  /** Units in a row of the map. */
  readonly width: number
  /** Rows of the map. */
  readonly height: number
  /**
   * `coloured`: the viridis colour of each value, as in the paper. `raw`: the scaled value itself in all three channels.
   * Default: `coloured`.
   */
  readonly as?: "coloured" | "raw"
  /** `authors` truncates colours to bytes, as the authors' code does; `corrected` rounds them. Default: `corrected`. */
  readonly mode?: "corrected" | "authors"
}

/** The image that {@link mapToImage} returns. */
export interface MapImage {
  readonly width: number
  readonly height: number
  /** Red, green and blue in [0, 1], `[height, width, 3]`. */
  readonly data: Float32Array
}

/**
 * Returns an importance map as an image whose superpixels are the parts of the second stage (paper, pre-segmentation).
 * Scales the map so that its lowest value becomes 0 and its highest 1, then colours it. Units without a value become 0.
 *
 * @param map `[height, width]`
 * @throws RangeError when the map does not have `width * height` values
 */
export function mapToImage(map: Float32Array, options: MapToImageOptions): MapImage {
  const { width, height, as = "coloured", mode = "corrected" } = options
  if (map.length !== width * height)
    throw new RangeError(`a map of ${width} x ${height} has ${width * height} values, not ${map.length}`)
  const scaled = minMax(map)
  const data = new Float32Array(3 * map.length)
  const table = viridis(mode)
  for (let unit = 0; unit < map.length; unit++) {
    const value = Number.isNaN(scaled[unit]) ? 0 : scaled[unit]
    // 256 colours, each for an equal share of the range.
    const color = 3 * Math.min(255, Math.floor(256 * value))
    for (let k = 0; k < 3; k++) data[3 * unit + k] = as === "raw" ? value : table[color + k] / 255
  }
  return { width, height, data }
}

// d3 has viridis as bytes, rounded from matplotlib's numbers. One bit for each of the 768 bytes tells which were rounded
// up: truncation gives one less there.
const roundedUp =
  "071d58f1957e8d80816edfca5a95a95ccaba30e7c513bca9829ab2efbcb2cfb7df792cb01040209964b250da69392cdf" +
  "ca5205b334bedc1860a97cd120dc9f50d392802da4dfdbb52b50ac7e3871caaaa398f0ea1cac552ab5168f0dc774e239"

/** Returns the 256 colours of viridis as bytes, `[256, 3]`. */
function viridis(mode: "corrected" | "authors"): Uint8Array {
  const table = new Uint8Array(256 * 3)
  for (let level = 0; level < 256; level++) {
    const rgb = Number.parseInt(interpolateViridis(level / 255).slice(1), 16)
    table.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255], 3 * level)
  }
  if (mode === "authors")
    for (let i = 0; i < table.length; i++)
      table[i] -= (Number.parseInt(roundedUp[i >> 2], 16) >> (3 - (i & 3))) & 1
  return table
}
