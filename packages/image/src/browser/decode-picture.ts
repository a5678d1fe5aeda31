import { broken, checkDeclared, decodeDefaults, inspectPicture, type DecodeOptions } from "../decode-rules.ts"
import { endsJpeg } from "../header.ts"
import type { Picture } from "../picture.ts"
import type { PictureFormat } from "../signature.ts"

const decodable: readonly PictureFormat[] = ["JPEG", "PNG", "WebP", "AVIF", "GIF", "BMP"]

/**
 * Decodes a picture from the bytes of a file with the browser's decoders: upright (EXIF), first frame, on a background
 * where it is transparent, 8 bits. Colour profiles are ignored, as they are where models are trained.
 *
 * @throws PamiError `PICTURE_UNSUPPORTED`, `PICTURE_BROKEN`, `PICTURE_TOO_LARGE`, `PICTURE_TOO_SMALL`
 */
export async function decodePicture(
  source: Blob | Uint8Array,
  options: DecodeOptions = {},
): Promise<Picture> {
  const settings = decodeDefaults(
    typeof File !== "undefined" && source instanceof File ? { name: source.name, ...options } : options,
  )
  const bytes = source instanceof Blob ? new Uint8Array(await source.arrayBuffer()) : source
  const format = inspectPicture(bytes, decodable, settings)
  const bitmap = await decode(bytes, format, settings.name)
  try {
    checkDeclared(bitmap, settings)
    return onBackground(bitmap, settings)
  } finally {
    bitmap.close()
  }
}

async function decode(bytes: Uint8Array, format: PictureFormat, name: string): Promise<ImageBitmap> {
  const blob = new Blob([bytes.slice()], { type: `image/${format.toLowerCase()}` })
  // Browsers draw what there is of a JPEG cut short, the rest in grey.
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

function onBackground(bitmap: ImageBitmap, { background, name }: Required<DecodeOptions>): Picture {
  const { width, height } = bitmap
  const canvas = new OffscreenCanvas(width, height)
  // Read often: keeps the canvas in memory, where no graphics card rounds its pixels.
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" })
  if (context === null) throw broken(name, `this browser has no canvas of ${width} x ${height} pixels`)
  context.fillStyle = `rgb(${background.join(" ")})`
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0)
  const { data: rgba } = context.getImageData(0, 0, width, height)
  const data = new Uint8Array(width * height * 3)
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    data[to++] = rgba[from]
    data[to++] = rgba[from + 1]
    data[to++] = rgba[from + 2]
  }
  return { width, height, data }
}
