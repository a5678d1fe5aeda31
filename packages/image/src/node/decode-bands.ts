import { PamiError } from "@pami/core"
import type { DecodeOptions } from "../decode-rules.ts"
import type { PictureFormat } from "../signature.ts"
import { readTiffHeader } from "../tiff.ts"
import { openPicture } from "./open-picture.ts"
import type { FileSource } from "./read-bytes.ts"
import { storages, wideSamples } from "./wide-samples.ts"

/** The numbers of an image, as the file has them. */
export interface Bands {
  /** `[height, width, bands]`. */
  readonly shape: readonly [height: number, width: number, bands: number]
  /** Row-major, in the numbers of the file. */
  readonly data: Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array
}

/**
 * Decodes all bands of an image, for models that take other channels than red, green and blue: the alpha of a PNG, the near
 * infrared of a TIFF. Numbers are those of the file: no range, no background, no colour conversion.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `PICTURE_UNSUPPORTED`, `PICTURE_BROKEN`, `PICTURE_TOO_LARGE`,
 *   `PICTURE_TOO_SMALL`, `SHARP_UNAVAILABLE`
 *
 * @example
 * const raster = { width: 2, height: 2, channels: 4, data: new Uint8Array(16).fill(90) } as const
 * const { shape, data } = await decodeBands(await encodePng(raster))
 * console.log(shape.join(), data[3]) // 2,2,4 90
 */
export async function decodeBands(
  source: FileSource,
  options: Pick<DecodeOptions, "maxPixels" | "name"> = {},
): Promise<Bands> {
  return await openPicture(source, options, async ({ bytes, format, metadata, settings, decoder }) => {
    const wide = wideSamples(bytes, format, metadata)
    const { depth, spaces, view } =
      storages[wide === undefined ? 8 : wide.kind === "float" ? "float" : (wide.bits as 8 | 16 | 32)]
    const space = spaces[metadata.channels <= 2 ? 0 : 1]
    const { data, info } = await decoder(asColours(wide?.bytes ?? bytes, format), { ignoreIcc: true })
      .autoOrient()
      .pipelineColourspace(space)
      .toColourspace(space)
      .raw({ depth })
      .toBuffer({ resolveWithObject: true })
    if (info.channels !== metadata.channels)
      throw new PamiError(
        "PICTURE_UNSUPPORTED",
        `${settings.name} has ${metadata.channels} bands, of which the decoder gives ${info.channels}. Save them as a .npy file`,
      )
    const samples = view(data, wide?.kind === "signed")
    return {
      shape: [info.height, info.width, info.channels],
      data: samples instanceof Uint8Array ? new Uint8Array(samples) : samples,
    }
  })
}

/** Of a TIFF of several grey bands decoders convert the first to colours; of colours they leave all bands alone. */
function asColours(bytes: Uint8Array, format: PictureFormat): Uint8Array {
  const header = format === "TIFF" ? readTiffHeader(bytes) : undefined
  const place = header?.places.photometric
  if (header === undefined || place === undefined || header.samples < 3 || header.photometric > 1)
    return bytes
  const copy = bytes.slice()
  new DataView(copy.buffer).setUint16(place, 2, header.littleEndian)
  return copy
}
