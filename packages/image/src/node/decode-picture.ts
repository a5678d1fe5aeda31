import type { DecodeOptions } from "../decode-rules.ts"
import type { Picture } from "../picture.ts"
import { readTiffHeader } from "../tiff.ts"
import { openPicture } from "./open-picture.ts"
import type { FileSource } from "./read-bytes.ts"
import { decodeWide, wideSamples } from "./wide-samples.ts"

/**
 * Decodes an image from a path, a `file:` address, or the bytes of a file: upright (EXIF), first frame, on a background
 * where it is transparent, 8 bits. Samples of more bits are scaled from the range that the file declares; where it
 * declares none and its type's would make the image black, from one that is guessed, with a finding. Colour profiles
 * are ignored but for CMYK, as they are where models are trained.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `PICTURE_UNSUPPORTED`, `PICTURE_BROKEN`,
 *   `PICTURE_TOO_LARGE`, `PICTURE_TOO_SMALL`, `SHARP_UNAVAILABLE`
 * @throws TypeError or RangeError for a source or an option that is none
 *
 * @example
 * const grey = { width: 2, height: 2, channels: 3, data: new Uint8Array(12).fill(128) } as const
 * const image = await decodePicture(await encodePng(grey)) // or of a path: decodePicture("cat.jpg")
 * console.log(image.width) // 2
 */
export async function decodePicture(source: FileSource, options: DecodeOptions = {}): Promise<Picture> {
  return await openPicture(source, options, async ({ bytes, format, metadata, settings, decoder }) => {
    const wide = wideSamples(bytes, format, metadata)
    const picture = wide === undefined ? undefined : await decodeWide(wide, settings)
    if (picture !== undefined) return picture
    const cmyk = metadata.space === "cmyk"
    const [r, g, b] = settings.background
    const image = decoder(bytes, { ignoreIcc: !cmyk }).autoOrient()
    // A fourth channel of TIFF may be near infrared, through which no background shows.
    const isOpaque = format === "TIFF" && !readTiffHeader(bytes)?.hasAlpha
    const { data, info } = await (isOpaque ? image.removeAlpha() : image.flatten({ background: { r, g, b } }))
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, data: threeChannels(data, info.channels) }
  })
}

function threeChannels(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const out = new Uint8Array((data.length / channels) * 3)
  const last = channels >= 3 ? 2 : 0
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) {
    out[to] = data[from]
    out[to + 1] = data[from + Math.min(1, last)]
    out[to + 2] = data[from + last]
  }
  return out
}
