import { isPamiError, PamiError } from "@pami/core"
import type Sharp from "sharp"
import { nameOfSource } from "../bytes.ts"
import { broken, checkDeclared, decodeDefaults, inspectPicture, type DecodeOptions } from "../decode-rules.ts"
import { bitsOfLabels, labelsOfFile, type LabelMap } from "../label-map.ts"
import type { Size } from "../picture.ts"
import { loadSharp } from "./load-sharp.ts"
import { readSource, type FileSource } from "./read-bytes.ts"
import { ownBuffer } from "./wide-samples.ts"

/**
 * Decodes a label map from a path, a `file:` address, or the bytes of a file (PNG, TIFF or GIF: formats that lose
 * nothing), to the bit: shades of grey, of 8 or 16 bits, are labels as they are; colours, also those of a palette, are
 * numbered in the order of their first appearance. Upright, as EXIF says.
 *
 * @param options `maxPixels` and `name`, as for `decodePicture`
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `PICTURE_UNSUPPORTED` (also for more than 65,536 colours and
 *   for numbers of 32 bits), `PICTURE_BROKEN`, `PICTURE_TOO_LARGE`, `PICTURE_TOO_SMALL`,
 *   `SHARP_UNAVAILABLE`
 */
export async function decodeLabels(
  source: FileSource,
  options: Pick<DecodeOptions, "maxPixels" | "name"> = {},
): Promise<LabelMap> {
  const name = nameOfSource(source) ?? "the label map"
  const settings = decodeDefaults({ name, ...options })
  const bytes = await readSource(source)
  inspectPicture(bytes, ["PNG", "TIFF", "GIF"], settings)
  const sharp = await loadSharp<typeof Sharp>()
  try {
    const { width, height, depth, channels } = await sharp(bytes, { limitInputPixels: false }).metadata()
    checkDeclared({ width, height }, settings)
    if (depth !== "uchar" && depth !== "ushort")
      throw new PamiError(
        "PICTURE_UNSUPPORTED",
        `${settings.name} holds numbers of the kind "${depth}"; labels of 8 and 16 bits are read. ` +
          "Save it as a PNG of 16-bit grey.",
      )
    const wide = depth === "ushort"
    // Said outright, or grey of 16 bits would be cut to 8.
    const space = channels <= 2 ? (wide ? "grey16" : "b-w") : wide ? "rgb16" : "srgb"
    const { data, info } = await sharp(bytes, {
      limitInputPixels: settings.maxPixels,
      failOn: "error",
      ignoreIcc: true,
    })
      .autoOrient()
      .toColourspace(space)
      .raw({ depth })
      .toBuffer({ resolveWithObject: true })
    const samples = wide ? new Uint16Array(ownBuffer(data)) : data
    return await labelsOfFile(
      { width: info.width, height: info.height, channels: info.channels as 1 | 2 | 3 | 4, data: samples },
      settings.name,
    )
  } catch (cause) {
    if (isPamiError(cause)) throw cause
    throw broken(settings.name, (cause as Error).message.split("\n")[0].replace(/[:\s]+$/, ""), cause)
  }
}

/**
 * A label map as the bytes of a PNG file that {@link decodeLabels} reads back exactly: grey of 8 bits, or of 16 for
 * labels above 255.
 *
 * @param labels `[height, width]`, from 0 to 65,535; `denseLabels` makes them of any others
 * @throws PamiError `SHARP_UNAVAILABLE`
 * @throws RangeError for labels out of that range, or not of that size
 */
export async function encodeLabels(labels: Int32Array, { width, height }: Size): Promise<Uint8Array> {
  const bits = bitsOfLabels(labels, { width, height })
  const samples = bits === 8 ? Uint8Array.from(labels) : Uint16Array.from(labels)
  const sharp = await loadSharp<typeof Sharp>()
  return await sharp(samples, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .toColourspace(bits === 8 ? "b-w" : "grey16")
    .png()
    .toBuffer()
}
