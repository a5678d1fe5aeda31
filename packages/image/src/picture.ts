import type { Finding } from "@pami/core"

/** A colour: red, green, blue, each from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number]

/** A decoded image: upright, opaque, 8 bits a channel. */
export interface Picture {
  /** Pixels. */
  readonly width: number
  /** Pixels. */
  readonly height: number
  /** Red, green, blue, `[height, width, 3]`. */
  readonly data: Uint8Array
  /** Guesses in decoding: `RANGE_GUESSED`. Part of every explanation of the image. */
  readonly findings?: readonly Finding[]
}

/** An image at the size of a model's input, in the numbers that masking operators work on. */
export interface Pixels {
  readonly width: number
  readonly height: number
  /** Red, green, blue in [0, 1], `[height, width, 3]`. */
  readonly data: Float32Array
}

/** A raster ready for a PNG file: 3 channels, or 4 with alpha. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
  /** `[height, width, channels]`. */
  readonly data: Uint8Array
}

/** Sides of an image or a grid, in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Bytes to float32 in [0, 1]: `value / 255`. */
export function toPixels(picture: Picture): Pixels {
  checkPicture(picture)
  const { width, height, data } = picture
  const shares = new Float32Array(data.length)
  for (let i = 0; i < data.length; i++) shares[i] = data[i] / 255
  return { width, height, data: shares }
}

/** Float32 in [0, 1] to bytes, rounded to nearest. */
export function fromPixels(pixels: Pixels): Picture {
  const { width, height, data } = pixels
  const bytes = new Uint8Array(data.length)
  for (let i = 0; i < data.length; i++) bytes[i] = Math.min(255, Math.max(0, Math.round(data[i] * 255)))
  return { width, height, data: bytes }
}

/**
 * The image in shades of grey, still three channels: luma of ITU-R BT.601 in 16-bit fixed point, as Pillow's "L".
 */
export function toGrey(picture: Picture): Picture {
  checkPicture(picture)
  const { width, height, data } = picture
  const grey = new Uint8Array(data.length)
  for (let i = 0; i < data.length; i += 3) grey[i] = grey[i + 1] = grey[i + 2] = lumaAt(data, i)
  return { width, height, data: grey }
}

/** Returns the grey of the pixel that starts at `at`, as in {@link toGrey}. */
export function lumaAt(data: Uint8Array, at: number): number {
  return (data[at] * 19595 + data[at + 1] * 38470 + data[at + 2] * 7471 + 0x8000) >> 16
}

/**
 * @throws RangeError when the data is not `[height, width, 3]`
 */
export function checkPicture({ width, height, data }: Picture | Pixels): void {
  if (data.length === width * height * 3 && width > 0 && height > 0) return
  throw new RangeError(
    `an image of ${width} x ${height} needs ${width * height * 3} values [height, width, 3], not ${data.length}`,
  )
}
