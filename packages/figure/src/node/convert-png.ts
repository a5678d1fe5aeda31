import { loadSharp } from "@pami/image/node"
import type Sharp from "sharp"

/**
 * Converts a PNG file without transparency, such as a figure, to JPEG or WebP. JPEG has a quality at which small letters
 * stay clean; WebP is lossless.
 *
 * @param png bytes of the file
 * @throws PamiError `SHARP_UNAVAILABLE` of @pami/image
 */
export async function convertPng(png: Uint8Array, format: "jpeg" | "webp"): Promise<Uint8Array> {
  const sharp = await loadSharp<typeof Sharp>()
  const image = sharp(png)
  return await (
    format === "jpeg"
      ? image.jpeg({ quality: 92, chromaSubsampling: "4:4:4" })
      : image.webp({ lossless: true })
  ).toBuffer()
}
