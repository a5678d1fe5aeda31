import { type Color, type Picture, type Size } from "./picture.ts"
import { resize, type Resample } from "./resample.ts"

/** How a picture comes to the shape of the model's input. */
export type FitMode = "stretch" | "crop" | "pad"

/** The ways to fit, for whoever reads them from a command line. */
export const fitModes: readonly FitMode[] = ["stretch", "crop", "pad"]

/** `x`, `y` of the top left corner, and the sides. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What links the model's grid to the original picture. */
export interface Geometry {
  /** The model's input, in cells. */
  readonly grid: Size
  /** The original picture, in pixels. */
  readonly picture: Size
  /** What the whole grid covers, in pixels of the original: smaller than it after `crop`, larger after `pad`. */
  readonly covers: Rectangle
  /** The cells that show the picture: all of them, but after `pad`. */
  readonly shows: Rectangle
}

/** How to fit a picture into the model's input. */
export interface FitOptions extends Size {
  /**
   * `stretch` shows everything and changes proportions; `crop` fills the input and loses what sticks out; `pad` shows
   * everything, with bars.
   */
  readonly fit: FitMode
  readonly resample: Resample
  /**
   * The box that is filled before its centre is cut out, as in "resize to 256, crop 224". At least the size of the
   * input, and exactly that for `pad`. Default: the size of the input.
   */
  readonly resizeTo?: Size
  /** Colour of the bars of `pad`. Default: black. */
  readonly padColor?: Color
}

/**
 * Brings a picture to the size of a model's input. Lets the event loop turn meanwhile.
 *
 * @throws RangeError for sizes that are not whole or a `resizeTo` smaller than the input
 */
export async function fitPicture(
  picture: Picture,
  options: FitOptions,
): Promise<{ picture: Picture; geometry: Geometry }> {
  const { width, height, fit, resample, resizeTo = { width, height }, padColor = [0, 0, 0] } = options
  if (resizeTo.width < width || resizeTo.height < height)
    throw new RangeError(
      `resizeTo is at least the input's ${width} x ${height}, not ${resizeTo.width} x ${resizeTo.height}`,
    )
  if (fit === "pad") {
    if (resizeTo.width !== width || resizeTo.height !== height)
      throw new RangeError(
        `fit "pad" takes no resizeTo: the picture fills ${width} x ${height} in one direction`,
      )
    return await letterbox(picture, { width, height }, resample, padColor)
  }
  const filled = fit === "stretch" ? resizeTo : cover(picture, resizeTo)
  const resized = await resize(picture, filled, resample)
  const left = Math.floor((filled.width - width) / 2)
  const top = Math.floor((filled.height - height) / 2)
  const scaleX = picture.width / filled.width
  const scaleY = picture.height / filled.height
  return {
    picture: cut(resized, { x: left, y: top, width, height }),
    geometry: {
      grid: { width, height },
      picture: { width: picture.width, height: picture.height },
      covers: { x: left * scaleX, y: top * scaleY, width: width * scaleX, height: height * scaleY },
      shows: { x: 0, y: 0, width, height },
    },
  }
}

/** The smallest size of the picture's proportions that covers `box`: "resize the shorter side", with its rounding down. */
function cover({ width, height }: Size, box: Size): Size {
  if (box.width * height >= box.height * width)
    return { width: box.width, height: Math.max(box.height, Math.floor((box.width * height) / width)) }
  return { width: Math.max(box.width, Math.floor((box.height * width) / height)), height: box.height }
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

function cut(picture: Picture, { x, y, width, height }: Rectangle): Picture {
  if (width === picture.width && height === picture.height) return picture
  const data = new Uint8Array(width * height * 3)
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * picture.width + x) * 3
    data.set(picture.data.subarray(from, from + width * 3), row * width * 3)
  }
  return { width, height, data }
}
