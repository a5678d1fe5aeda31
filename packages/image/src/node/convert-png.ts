import sharp from "sharp"

/**
 * Returns a PNG file's picture as the bytes of a JPEG or WebP file, in a quality in which small letters stay clean.
 *
 * @param png without transparency, as figures are
 */
export async function convertPng(png: Uint8Array, format: "jpeg" | "webp"): Promise<Uint8Array> {
  const picture = sharp(png)
  return await (
    format === "jpeg"
      ? picture.jpeg({ quality: 92, chromaSubsampling: "4:4:4" })
      : picture.webp({ lossless: true })
  ).toBuffer()
}
