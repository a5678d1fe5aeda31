import { minMax } from "@pami/core"
import { colorTable } from "./color-maps.ts"
import type { Pixels, Size } from "./picture.ts"

/** Options of {@link mapPicture}. */
export interface MapPictureOptions extends Size {
  /** `coloured` with viridis, as the paper; `raw`: the numbers, 0 to 1, in every channel. Default `coloured`. */
  readonly as?: "coloured" | "raw"
  /** `authors` truncates colours to bytes, as their code; `corrected` rounds. Default `corrected`. */
  readonly mode?: "corrected" | "authors"
}

// Of the 768 bytes of the colour table, those that were rounded up from viridis' own numbers, one bit each: one less is
// what the authors' truncation gives.
const roundedUp =
  "071d58f1957e8d80816edfca5a95a95ccaba30e7c513bca9829ab2efbcb2cfb7df792cb01040209964b250da69392cdf" +
  "ca5205b334bedc1860a97cd120dc9f50d392802da4dfdbb52b50ac7e3871caaaa398f0ea1cac552ab5168f0dc774e239"

/**
 * An importance map as a picture to cut by, for the second stage (paper, pre-segmentation): scaled so that its lowest
 * value is 0 and its highest 1, then coloured. Units without a value become 0.
 *
 * @param map `[height, width]`
 * @throws RangeError when the map does not have that size
 */
export function mapPicture(map: Float32Array, options: MapPictureOptions): Pixels {
  const { width, height, as = "coloured", mode = "corrected" } = options
  if (map.length !== width * height)
    throw new RangeError(`a map of ${width} x ${height} has ${width * height} values, not ${map.length}`)
  const scaled = minMax(map)
  const data = new Float32Array(3 * map.length)
  const table = colorTable("viridis")
  if (mode === "authors")
    for (let i = 0; i < table.length; i++) table[i] -= (parseInt(roundedUp[i >> 2], 16) >> (3 - (i & 3))) & 1
  for (let unit = 0; unit < map.length; unit++) {
    const value = Number.isNaN(scaled[unit]) ? 0 : scaled[unit]
    // 256 colours, each for an equal share of the range.
    const color = 3 * Math.min(255, Math.floor(256 * value))
    for (let k = 0; k < 3; k++) data[3 * unit + k] = as === "raw" ? value : table[color + k] / 255
  }
  return { width, height, data }
}
