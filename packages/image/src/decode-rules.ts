import { PamiError } from "@pami/core"
import { declaredSize } from "./header.ts"
import type { Color, Size } from "./picture.ts"
import { signatureOf, type PictureFormat } from "./signature.ts"

/** What decoding may be told, on every platform. */
export interface DecodeOptions {
  /** Pictures that declare more pixels than this are refused before decoding. Default: 100 million. */
  readonly maxPixels?: number
  /** What shows through transparent pixels. Default: white. */
  readonly background?: Color
  /** For messages. Default: the path, where there is one, else `the picture`. */
  readonly name?: string
}

/** Decoding options with their defaults, checked. */
export function decodeDefaults(options: DecodeOptions): Required<DecodeOptions> {
  const { maxPixels = 100_000_000, background = [255, 255, 255], name = "the picture" } = options
  if (!(maxPixels >= 4)) throw new RangeError(`maxPixels is a number of pixels from 4, not ${maxPixels}`)
  if (
    background.length !== 3 ||
    !background.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)
  )
    throw new RangeError(
      `background is red, green, blue, each a whole number from 0 to 255, not ${background.join(", ")}`,
    )
  return { maxPixels, background, name }
}

/**
 * Format of a file that this platform decodes, once its header has been found acceptable.
 *
 * @throws PamiError `PICTURE_UNSUPPORTED`, `PICTURE_BROKEN`, `PICTURE_TOO_LARGE`, `PICTURE_TOO_SMALL`
 */
export function inspectPicture(
  bytes: Uint8Array,
  decodable: readonly PictureFormat[],
  options: Required<DecodeOptions>,
): PictureFormat {
  if (bytes.length === 0) throw broken(options.name, "the file is empty")
  const { format, looksLike } = signatureOf(bytes)
  if (format === undefined || !decodable.includes(format))
    throw new PamiError(
      "PICTURE_UNSUPPORTED",
      `${options.name} looks like ${looksLike}. Pictures of these formats are read: ${decodable.join(", ")}. ` +
        "Convert it to one of them.",
    )
  const size = declaredSize(bytes, format)
  if (size !== undefined) checkDeclared(size, options)
  return format
}

/** @throws PamiError `PICTURE_TOO_LARGE`, `PICTURE_TOO_SMALL` */
export function checkDeclared({ width, height }: Size, { maxPixels, name }: Required<DecodeOptions>): void {
  if (width * height > maxPixels)
    throw new PamiError(
      "PICTURE_TOO_LARGE",
      `${name} declares ${width} x ${height} pixels; up to ${maxPixels} pixels are decoded. ` +
        "Scale it down, or raise maxPixels if you trust it.",
    )
  if (width < 2 || height < 2)
    throw new PamiError(
      "PICTURE_TOO_SMALL",
      `${name} is ${width} x ${height} pixels; at least 2 x 2 are needed.`,
    )
}

/** The error for a file that starts well and does not go on so. */
export function broken(name: string, reason: string, cause?: unknown): PamiError {
  return new PamiError("PICTURE_BROKEN", `${name} cannot be decoded: ${reason}. Is the file complete?`, {
    cause,
  })
}
