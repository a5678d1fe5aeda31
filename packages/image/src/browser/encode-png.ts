import type { Raster } from "../picture.ts"

/**
 * A raster as the bytes of a PNG file. Opaque pixels come back exactly; of nearly transparent ones browsers keep fewer
 * bits.
 *
 * @throws RangeError when the data is not `[height, width, channels]`
 */
export async function encodePng({ width, height, channels, data }: Raster): Promise<Uint8Array> {
  if (data.length !== width * height * channels)
    throw new RangeError(
      `${width} x ${height} pixels of ${channels} channels need ${width * height * channels} bytes, not ${data.length}`,
    )
  const pixels = new ImageData(width, height)
  const rgba = pixels.data
  if (channels === 4) rgba.set(data)
  else
    for (let from = 0, to = 0; from < data.length; to++) {
      rgba[to++] = data[from++]
      rgba[to++] = data[from++]
      rgba[to++] = data[from++]
      rgba[to] = 255
    }
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext("2d", { willReadFrequently: true })
  if (context === null) throw new RangeError(`this browser has no canvas of ${width} x ${height} pixels`)
  context.putImageData(pixels, 0, 0)
  const blob = await canvas.convertToBlob({ type: "image/png" })
  return new Uint8Array(await blob.arrayBuffer())
}
