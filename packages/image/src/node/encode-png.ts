import type Sharp from "sharp"
import type { Raster } from "../picture.ts"
import { loadSharp } from "./load-sharp.ts"

/**
 * A raster as the bytes of a PNG file, lossless.
 *
 * @throws PamiError `SHARP_UNAVAILABLE`
 * @throws RangeError when the data is not `[height, width, channels]`
 */
export async function encodePng({ width, height, channels, data }: Raster): Promise<Uint8Array> {
  if (data.length !== width * height * channels)
    throw new RangeError(
      `${width} x ${height} pixels of ${channels} channels need ${width * height * channels} bytes, not ${data.length}`,
    )
  const sharp = await loadSharp<typeof Sharp>()
  return await sharp(data, { raw: { width, height, channels }, limitInputPixels: false }).png().toBuffer()
}
