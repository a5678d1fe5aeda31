import { PamiError } from "@pami/core"
import { type Color, type Picture, type Size } from "./picture.ts"
import { largestResized, resize, type Resample } from "./resample.ts"

/** How an image comes to the shape of the model's input; see {@link FitOptions.fit}. */
export type FitMode = "stretch" | "crop" | "crop-first" | "pad"

/** Every {@link Fit}, for command lines. */
export const fitModes: readonly FitMode[] = ["stretch", "crop", "crop-first", "pad"]

/** `x`, `y` of the top left corner, and the sides. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The position of the model's grid on the original image. */
export interface Geometry {
  /** The model's input, in cells. */
  readonly grid: Size
  /** The original image, in pixels. */
  readonly picture: Size
  /** The area that the whole grid covers, in pixels of the original: smaller than it after `crop`, larger after `pad`. */
  readonly covers: Rectangle
  /** The cells that show the image: all of them, but after `pad`. */
  readonly shows: Rectangle
}

/** How to fit an image into the model's input. */
export interface FitOptions extends Size {
  /**
   * `stretch` shows everything and changes proportions; `crop` resizes the image so that it fills the input, and loses
   * what sticks out; `crop-first` cuts the middle out before it resizes; `pad` shows everything, with bars.
   */
  readonly fit: FitMode
  readonly resample: Resample
  /**
   * The box that is filled before its centre is cut out, as in "resize to 256, crop 224"; where it is smaller than the
   * input, bars of `padColor` surround it. For `crop-first`, the share of the image that is cut out: `width` of
   * `resizeTo.width`, and at least the size of the input; for `pad`, exactly that. Default: the size of the input.
   */
  readonly resizeTo?: Size
  /** Colour of bars. Default: black. */
  readonly padColor?: Color
}

/**
 * Brings an image to the size of a model's input. Lets the event loop turn meanwhile.
 *
 * @throws RangeError for sizes that are not whole, and for a `resizeTo` that the fit does not take
 * @throws PamiError `PICTURE_TOO_LARGE` for a long thin image that would be resized to more than 2^26 pixels, also in
 *   between, and what `resize` refuses
 *
 * @example
 * const picture = { width: 4, height: 2, data: new Uint8Array(24) }
 * const options = { width: 2, height: 2, fit: "crop", resample: "bilinear" } as const
 * const { geometry } = await fitPicture(picture, options)
 * console.log(geometry.covers.width) // 2
 */
export async function fitPicture(
  picture: Picture,
  options: FitOptions,
): Promise<{ picture: Picture; geometry: Geometry }> {
  const { width, height, fit, resample, resizeTo = { width, height }, padColor = [0, 0, 0] } = options
  if (fit === "pad") {
    if (resizeTo.width !== width || resizeTo.height !== height)
      throw new RangeError(
        `fit "pad" takes no resizeTo: the image fills ${width} x ${height} in one direction`,
      )
    return await letterbox(picture, { width, height }, resample, padColor)
  }
  if (fit === "crop-first") return await cropFirst(picture, { width, height }, resizeTo, resample)
  const filled = fit === "stretch" ? resizeTo : cover(picture, resizeTo)
  const resized = await resize(picture, filled, resample)
  // Rounded down, as transformers does on both sides of zero: a bar on the left may be one pixel wider.
  const left = Math.floor((filled.width - width) / 2)
  const top = Math.floor((filled.height - height) / 2)
  const scaleX = picture.width / filled.width
  const scaleY = picture.height / filled.height
  return {
    picture: cut(resized, { x: left, y: top, width, height }, padColor),
    geometry: {
      grid: { width, height },
      picture: { width: picture.width, height: picture.height },
      covers: { x: left * scaleX, y: top * scaleY, width: width * scaleX, height: height * scaleY },
      shows: {
        x: Math.max(0, -left),
        y: Math.max(0, -top),
        width: Math.min(width, filled.width),
        height: Math.min(height, filled.height),
      },
    },
  }
}

/** Cuts the middle out, then resizes it. */
async function cropFirst(
  picture: Picture,
  { width, height }: Size,
  whole: Size,
  resample: Resample,
): Promise<{ picture: Picture; geometry: Geometry }> {
  if (whole.width < width || whole.height < height)
    throw new RangeError(
      `fit "crop-first" takes a resizeTo of at least the input's ${width} x ${height}, not ${whole.width} x ${whole.height}`,
    )
  const across = Math.min(picture.width, (picture.height * whole.width) / whole.height)
  const down = Math.min(picture.height, (picture.width * whole.height) / whole.width)
  const box = {
    width: Math.max(1, Math.trunc((width / whole.width) * across)),
    height: Math.max(1, Math.trunc((height / whole.height) * down)),
  }
  const covers = {
    x: Math.floor((picture.width - box.width) / 2),
    y: Math.floor((picture.height - box.height) / 2),
    ...box,
  }
  return {
    picture: await resize(cut(picture, covers, [0, 0, 0]), { width, height }, resample),
    geometry: {
      grid: { width, height },
      picture: { width: picture.width, height: picture.height },
      covers,
      shows: { x: 0, y: 0, width, height },
    },
  }
}

/** The smallest size of the image's proportions that covers `box`: "resize the shorter side", with its rounding down. */
function cover({ width, height }: Size, box: Size): Size {
  const filled =
    box.width * height >= box.height * width
      ? { width: box.width, height: Math.max(box.height, Math.floor((box.width * height) / width)) }
      : { width: Math.max(box.width, Math.floor((box.height * width) / height)), height: box.height }
  // A long thin image that is resized by its shorter side becomes longer still.
  if (filled.width * filled.height <= largestResized) return filled
  throw new PamiError(
    "PICTURE_TOO_LARGE",
    `an image of ${width} x ${height} would be resized to ${filled.width} x ${filled.height} before its middle is cut out; ` +
      `at most ${largestResized} pixels are made. Fit it in another way: "stretch", "crop-first" or "pad".`,
  )
}

async function letterbox(
  picture: Picture,
  grid: Size,
  resample: Resample,
  color: Color,
): Promise<{ picture: Picture; geometry: Geometry }> {
  const scale = Math.min(grid.width / picture.width, grid.height / picture.height)
  const width = Math.min(grid.width, Math.max(1, Math.round(picture.width * scale)))
  const height = Math.min(grid.height, Math.max(1, Math.round(picture.height * scale)))
  const left = Math.floor((grid.width - width) / 2)
  const top = Math.floor((grid.height - height) / 2)
  const resized = await resize(picture, { width, height }, resample)
  const data = new Uint8Array(grid.width * grid.height * 3)
  for (let i = 0; i < data.length; i++) data[i] = color[i % 3]
  for (let y = 0; y < height; y++)
    data.set(resized.data.subarray(y * width * 3, (y + 1) * width * 3), ((y + top) * grid.width + left) * 3)
  const scaleX = picture.width / width
  const scaleY = picture.height / height
  return {
    picture: { width: grid.width, height: grid.height, data },
    geometry: {
      grid: { width: grid.width, height: grid.height },
      picture: { width: picture.width, height: picture.height },
      covers: {
        x: left === 0 ? 0 : -left * scaleX,
        y: top === 0 ? 0 : -top * scaleY,
        width: grid.width * scaleX,
        height: grid.height * scaleY,
      },
      shows: { x: left, y: top, width, height },
    },
  }
}

function cut(picture: Picture, { x, y, width, height }: Rectangle, color: Color): Picture {
  if (width === picture.width && height === picture.height) return picture
  const data = new Uint8Array(width * height * 3)
  const [left, top] = [Math.max(0, x), Math.max(0, y)]
  const [right, bottom] = [Math.min(picture.width, x + width), Math.min(picture.height, y + height)]
  if (left > x || top > y || right < x + width || bottom < y + height)
    for (let i = 0; i < data.length; i++) data[i] = color[i % 3]
  for (let row = top; row < bottom; row++) {
    const from = row * picture.width
    data.set(picture.data.subarray((from + left) * 3, (from + right) * 3), ((row - y) * width + left - x) * 3)
  }
  return { width, height, data }
}
