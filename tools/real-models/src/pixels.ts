import sharp from "sharp"
import type { Feed } from "./runtime.ts"

/** How the pixels of an image become a model's numbers, from the model's documentation. */
export interface Reading {
  /** Width in pixels. */
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly layout: "nchw" | "nhwc"
  /** Mean of pixels from 0 to 1: one number for all channels, or three. */
  readonly mean: readonly number[]
  readonly std: readonly number[]
  /** Whether the input takes whole numbers. Default false. */
  readonly isInteger?: boolean
}

/** Returns an image of the model's size as its input. */
export async function readPixels(image: string, reading: Reading): Promise<Feed> {
  const { width, height, channels, layout, mean, std, isInteger = false } = reading
  const pixels = await sharp(image).raw().toBuffer()
  const size = width * height
  const data = isInteger ? new Int32Array(size * channels) : new Float32Array(size * channels)
  for (let pixel = 0; pixel < size; pixel++)
    for (let c = 0; c < channels; c++) {
      const value = channels === 1 ? grey(pixels, 3 * pixel) : pixels[3 * pixel + c]
      const number = (value / 255 - (mean[c] ?? mean[0])) / (std[c] ?? std[0])
      data[layout === "nchw" ? c * size + pixel : pixel * channels + c] = isInteger
        ? Math.round(number)
        : number
    }
  const shape = layout === "nchw" ? [1, channels, height, width] : [1, height, width, channels]
  return { data, shape }
}

/** Returns the options of `pami explain` for that reading. */
export function flagsOf({ width, height, layout, mean, std }: Reading): string[] {
  const three = (numbers: readonly number[]) => numbers.join(",")
  return [
    "--mean",
    three(mean),
    "--std",
    three(std),
    "--layout",
    layout,
    "--resize",
    "stretch",
    "--size",
    `${width}x${height}`,
  ]
}

/** Writes a photo in the size of the model, so that neither side resizes it. */
export async function resizePhoto(
  photo: string,
  { width, height }: Pick<Reading, "width" | "height">,
  file: string,
): Promise<string> {
  await sharp(photo).removeAlpha().resize(width, height, { fit: "fill" }).png().toFile(file)
  return file
}

// ITU-R 601, rounded, as Pillow's "L".
function grey(pixels: Uint8Array, at: number): number {
  return (pixels[at] * 19595 + pixels[at + 1] * 38470 + pixels[at + 2] * 7471 + 0x8000) >> 16
}
