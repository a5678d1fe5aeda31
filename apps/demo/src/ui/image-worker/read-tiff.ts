import type { Picture } from "@pami/image"
import { decode, type TiffIfd } from "tiff"

/**
 * Returns the first image of a TIFF file in 8 bits.
 *
 * @throws `PICTURE_TOO_LARGE` before samples are read, `PICTURE_UNSUPPORTED`
 */
export function readTiff(bytes: Uint8Array, name: string, maxPixels: number): Picture {
  const first = { pages: [0] }
  const [{ width, height, samplesPerPixel }] = read(() => decode(bytes, { ...first, ignoreImageData: true }))
  if (width * height > maxPixels || samplesPerPixel > mostSamples)
    throw {
      code: "PICTURE_TOO_LARGE",
      message: `${name} declares ${width} x ${height} pixels of ${samplesPerPixel} channels; up to ${maxPixels} pixels of ${mostSamples} channels are decoded. Save a smaller version`,
    }
  return toPicture(read(() => decode(bytes, first))[0])

  function read(work: () => TiffIfd[]): TiffIfd[] {
    try {
      return work()
    } catch (error) {
      throw {
        code: "PICTURE_UNSUPPORTED",
        message: `${name} is a TIFF file that cannot be read here (${(error as Error).message}). Save it as PNG`,
      }
    }
  }
}

// Colours with alpha, and some more.
const mostSamples = 8

function toPicture(image: TiffIfd): Picture {
  const { width, height, samplesPerPixel: step, alpha, data, palette, bitsPerSample } = image
  const colours = step - (alpha ? 1 : 0)
  const scale = scaleOf(image)
  const out = new Uint8Array(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * step
    // Numbers beyond 8 bits are rounded to them, as browsers do with PNG files.
    const opacity = alpha ? data[at + step - 1] / (2 ** bitsPerSample - 1) : 1
    for (let channel = 0; channel < 3; channel++) {
      const value = palette
        ? (palette[data[at]]?.[channel] ?? 0) / 257
        : (data[at + (colours < 3 ? 0 : channel)] - scale.black) * scale.factor
      // On white where it is transparent, as images of the other formats.
      out[pixel * 3 + channel] = Math.min(255, Math.max(0, Math.round(value * opacity + 255 * (1 - opacity))))
    }
  }
  return { width, height, data: out }
}

/** Returns how the samples become 0 to 255: by their type, or by their range for floating-point numbers. */
function scaleOf({ data, bitsPerSample, sampleFormat }: TiffIfd): { black: number; factor: number } {
  if (sampleFormat !== 3) return { black: 0, factor: 255 / (2 ** bitsPerSample - 1) }
  let [least, most] = [Infinity, -Infinity]
  for (const value of data) {
    if (value < least) least = value
    if (value > most) most = value
  }
  // Between 0 and 1 they are what they say.
  if (least >= 0 && most <= 1) return { black: 0, factor: 255 }
  return { black: least, factor: most > least ? 255 / (most - least) : 0 }
}
