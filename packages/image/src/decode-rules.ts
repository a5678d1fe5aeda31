import { PamiError } from "@pami/core"
import { declaredSize } from "./header.ts"
import type { Color, Size } from "./picture.ts"
import { readTiffHeader } from "./tiff.ts"
import { signatureOf, type PictureFormat } from "./signature.ts"

/** Options of decoding, on every platform. */
export interface DecodeOptions {
  /** Images that declare more pixels than this are refused before decoding. Default: 100 million. */
  readonly maxPixels?: number
  /** Colour behind transparent pixels. Default: white. */
  readonly background?: Color
  /**
   * The samples that become black and white, in the numbers of the file. In Node, for samples of other kinds than bytes.
   * Default: what the file declares; else its type's range, or a guess where that would make the image black.
   */
  readonly range?: readonly [black: number, white: number]
  /** For messages. Default: the path, where there is one, else `the picture`. */
  readonly name?: string
}

/** Most channels of an image. */
export const mostChannels = 64

/** Decoding options, complete. */
export type DecodeSettings = Required<Omit<DecodeOptions, "range">> & Pick<DecodeOptions, "range">

/** Decoding options with their defaults, checked. */
export function decodeDefaults(options: DecodeOptions): DecodeSettings {
  const { maxPixels = 100_000_000, background = [255, 255, 255], name = "the image", range } = options
  if (!(maxPixels >= 4 && Number.isSafeInteger(maxPixels)))
    throw new RangeError(`maxPixels is a whole number of pixels from 4, not ${maxPixels}`)
  if (range !== undefined && !(range.length === 2 && range.every(Number.isFinite) && range[0] < range[1]))
    throw new RangeError(`range is the samples of black and white, the greater last, not ${range.join(", ")}`)
  if (
    background.length !== 3 ||
    !background.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)
  )
    throw new RangeError(
      `background is red, green, blue, each a whole number from 0 to 255, not ${background.join(", ")}`,
    )
  return { maxPixels, background, name, ...(range === undefined ? {} : { range }) }
}

/**
 * Format of a file that this platform decodes, once its header has been found acceptable.
 *
 * @throws PamiError `PICTURE_UNSUPPORTED`, `PICTURE_BROKEN`, `PICTURE_TOO_LARGE`, `PICTURE_TOO_SMALL`
 */
export function inspectPicture(
  bytes: Uint8Array,
  decodable: readonly PictureFormat[],
  options: DecodeSettings,
): PictureFormat {
  if (bytes.length === 0) throw broken(options.name, "the file is empty")
  const { format, looksLike } = signatureOf(bytes)
  if (format === undefined || !decodable.includes(format))
    throw new PamiError(
      "PICTURE_UNSUPPORTED",
      `${options.name} looks like ${looksLike}. Images of these formats are read: ${decodable.join(", ")}. ` +
        "Convert it to one of them.",
    )
  const size = declaredSize(bytes, format)
  if (size !== undefined) checkDeclared(size, options)
  if (format === "TIFF") checkTiff(bytes, options)
  return format
}

/** @throws PamiError `PICTURE_TOO_LARGE`, `PICTURE_TOO_SMALL` */
export function checkDeclared({ width, height }: Size, { maxPixels, name }: DecodeSettings): void {
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

/** Refuses what decoders do not read, or would take much memory for before they see that the file does not have it. */
function checkTiff(bytes: Uint8Array, options: DecodeSettings): void {
  const header = readTiffHeader(bytes)
  if (header === undefined) throw broken(options.name, "its header is truncated or wrong")
  const { width, height, bits, kind, samples, tile } = header
  const readable = kind === "float" ? [32] : kind === "signed" ? [8, 16, 32] : [1, 2, 4, 8, 16, 32]
  if (kind === "other" || !readable.includes(bits))
    throw new PamiError(
      "PICTURE_UNSUPPORTED",
      `${options.name} holds ${kind === "other" ? "complex or unknown" : kind} samples of ${bits} bits; integers of ` +
        "8, 16 and 32 bits and floating-point numbers of 32 bits are read. Save it with one of these.",
    )
  if (samples < 1 || samples > mostChannels)
    throw new PamiError(
      "PICTURE_UNSUPPORTED",
      `${options.name} has ${samples} channels; up to ${mostChannels} are read, of which the first is shown as grey, or the first three as colours. ` +
        "Save an image of red, green and blue.",
    )
  // As many as an image of colours with alpha has.
  const mostSamples = 4 * options.maxPixels
  if (width * height * samples > mostSamples)
    throw new PamiError(
      "PICTURE_TOO_LARGE",
      `${options.name} declares ${width} x ${height} pixels of ${samples} channels; up to ${mostSamples} samples are decoded. ` +
        "Save an image of red, green and blue, or raise maxPixels if you trust it.",
    )
  // Some room for small images in tiles of a usual size.
  if (tile !== undefined && tile.width * tile.height > Math.max(4 * width * height, 2 ** 22))
    throw broken(
      options.name,
      `it declares tiles of ${tile.width} x ${tile.height} for ${width} x ${height} pixels`,
    )
}

/** The error for a file that starts well and does not go on so. */
export function broken(name: string, reason: string, cause?: unknown): PamiError {
  // Some decoders end their reason with a full stop.
  const why = reason.replace(/\.$/, "")
  return new PamiError("PICTURE_BROKEN", `${name} cannot be decoded: ${why}. Is the file complete?`, {
    cause,
  })
}
