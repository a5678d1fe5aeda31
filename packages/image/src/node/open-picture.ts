import { isPamiError } from "@pami/core"
import type SharpModule from "sharp"
import type { Metadata, Sharp, SharpOptions } from "sharp"
import { nameOfSource } from "../bytes.ts"
import {
  broken,
  checkDeclared,
  type DecodeOptions,
  decodeDefaults,
  inspectPicture,
  mostChannels,
} from "../decode-rules.ts"
import type { PictureFormat } from "../signature.ts"
import { loadSharp } from "./load-sharp.ts"
import { type FileSource, readSource } from "./read-bytes.ts"

/** Formats that are decoded in Node. */
const decodable: readonly PictureFormat[] = ["JPEG", "PNG", "WebP", "AVIF", "GIF", "TIFF"]

/** An image file whose format and size were checked. */
export interface OpenedPicture {
  readonly bytes: Uint8Array
  readonly format: PictureFormat
  readonly metadata: Metadata
  readonly settings: ReturnType<typeof decodeDefaults>
  /** Returns a decoder of bytes that refuses more pixels or channels than allowed, and an image that is cut off. */
  decoder(bytes: Uint8Array, options: Pick<SharpOptions, "ignoreIcc">): Sharp
}

/**
 * Reads an image file, checks its format and size before a pixel is decoded, and decodes it as `decode` says.
 *
 * @throws PamiError `PICTURE_BROKEN` for an error of the decoder, and those of the checks
 */
export async function openPicture<T>(
  source: FileSource,
  options: DecodeOptions,
  decode: (opened: OpenedPicture) => Promise<T>,
): Promise<T> {
  const named = nameOfSource(source)
  const settings = decodeDefaults(named === undefined ? options : { name: named, ...options })
  const bytes = await readSource(source)
  const format = inspectPicture(bytes, decodable, settings)
  const sharp = await loadSharp<typeof SharpModule>()
  const limitInputChannels = mostChannels
  try {
    const metadata = await sharp(bytes, { limitInputPixels: false, limitInputChannels }).metadata()
    checkDeclared({ width: metadata.width, height: metadata.height }, settings)
    return await decode({
      bytes,
      format,
      metadata,
      settings,
      decoder: (data, own) =>
        sharp(data, {
          limitInputPixels: settings.maxPixels,
          limitInputChannels,
          failOn: "error",
          ...own,
        }),
    })
  } catch (cause) {
    if (isPamiError(cause)) throw cause
    throw broken(settings.name, (cause as Error).message.split("\n")[0].replace(/[:\s]+$/, ""), cause)
  }
}
