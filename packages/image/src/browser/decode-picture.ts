import { isPamiError, PamiError } from "@pami/core"
import { type PlatformUrl, slices } from "@pami/core/tensor"
import { isUrl, nameOfSource, readBytesOf, type BytesSource } from "../bytes.ts"
import {
  broken,
  checkDeclared,
  decodeDefaults,
  inspectPicture,
  type DecodeOptions,
  type DecodeSettings,
} from "../decode-rules.ts"
import { endsJpeg } from "../header.ts"
import type { Picture } from "../picture.ts"
import { readPngHeader } from "../png.ts"
import { describeDark } from "../sample-range.ts"
import type { PictureFormat } from "../signature.ts"

const decodable: readonly PictureFormat[] = ["JPEG", "PNG", "WebP", "AVIF", "GIF", "BMP"]

/**
 * Decodes an image from the bytes of a file with the browser's decoders: upright (EXIF), first frame, on a background
 * where it is transparent, 8 bits. A `URL` is fetched. Colour profiles are ignored, as they are where models are trained.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE` for addresses
 * @throws PamiError `PICTURE_UNSUPPORTED`, `PICTURE_BROKEN`, `PICTURE_TOO_LARGE`, `PICTURE_TOO_SMALL`
 */
export async function decodePicture(
  source: PlatformUrl | BytesSource,
  options: DecodeOptions = {},
): Promise<Picture> {
  const named = nameOfSource(source)
  const settings = decodeDefaults(named === undefined ? options : { name: named, ...options })
  const bytes = await readSource(source)
  const format = inspectPicture(bytes, decodable, settings)
  const bitmap = await decode(bytes, format, settings.name)
  try {
    checkDeclared(bitmap, settings)
    const picture = await onBackground(bitmap, settings)
    return format === "PNG" && readPngHeader(bytes)?.bits === 16
      ? await withDarkness(picture, settings.name)
      : picture
  } finally {
    bitmap.close()
  }
}

/** The bytes of a file, of which an address is fetched. */
async function readSource(source: URL | BytesSource): Promise<Uint8Array> {
  if (isUrl(source)) return await fetchBytes(source)
  const bytes = await readBytesOf(source)
  if (bytes !== undefined) return bytes
  throw new TypeError(
    `an image is a Blob, an ArrayBuffer, a typed array or a URL, not ${source === null ? "null" : typeof source}`,
  )
}

async function fetchBytes({ href }: URL): Promise<Uint8Array> {
  try {
    const answer = await fetch(href)
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer())
    const missing = answer.status === 404 || answer.status === 410
    throw new PamiError(
      missing ? "FILE_NOT_FOUND" : "FILE_UNREADABLE",
      `${href} was answered with status ${answer.status}. Check the address.`,
    )
  } catch (cause) {
    if (isPamiError(cause)) throw cause
    throw new PamiError("FILE_UNREADABLE", `${href} cannot be fetched: ${(cause as Error).message}.`, {
      cause,
    })
  }
}

/** Browsers cut samples of 16 bits to 8: of 12 bits, four remain. */
async function withDarkness(picture: Picture, name: string): Promise<Picture> {
  const darkest = 15
  let greatest = 0
  const slice = slices()
  for (let i = 0; i < picture.data.length; i++) {
    if (i % 65_536 === 0 && slice.due()) await slice.next()
    if (picture.data[i] > greatest) greatest = picture.data[i]
    if (greatest > darkest) return picture
  }
  return greatest === 0 ? picture : { ...picture, findings: [describeDark(greatest, name)] }
}

async function decode(bytes: Uint8Array, format: PictureFormat, name: string): Promise<ImageBitmap> {
  const blob = new Blob([bytes.slice()], { type: `image/${format.toLowerCase()}` })
  // Browsers draw the first part of a truncated JPEG, and the rest in grey.
  if (format === "JPEG" && !endsJpeg(bytes)) throw broken(name, "the file stops before its end mark")
  try {
    return await createImageBitmap(blob, {
      imageOrientation: "from-image",
      premultiplyAlpha: "none",
      colorSpaceConversion: "none",
    })
  } catch (cause) {
    throw broken(name, (cause as Error).message, cause)
  }
}

async function onBackground(bitmap: ImageBitmap, { background, name }: DecodeSettings): Promise<Picture> {
  const { width, height } = bitmap
  const canvas = new OffscreenCanvas(width, height)
  // Read often: keeps the canvas in memory, where no GPU rounds its pixels.
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" })
  if (context === null) throw broken(name, `this browser has no canvas of ${width} x ${height} pixels`)
  context.fillStyle = `rgb(${background.join(" ")})`
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0)
  const { data: rgba } = context.getImageData(0, 0, width, height)
  const data = new Uint8Array(width * height * 3)
  const slice = slices()
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    if (from % 65_536 === 0 && slice.due()) await slice.next()
    data[to++] = rgba[from]
    data[to++] = rgba[from + 1]
    data[to++] = rgba[from + 2]
  }
  return { width, height, data }
}
