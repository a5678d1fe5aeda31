import { slices } from "@pami/core/tensor"
import { checkPicture, type Color, type Picture, type Size } from "@pami/image"

/** Options of {@link drawBoundaries}. */
export interface BoundariesOptions {
  /** Colour of the line. Default: white. Its rim is black, or white beside a dark line. */
  readonly color?: Color
  /**
   * Width of the line without its rims, in pixels of the image, 0.5 to 64; each rim is half as wide. Even widths are
   * sharpest, because boundaries lie between pixels. Default: 1 for every 450 pixels of the image's longer side,
   * rounded, and at least 2.
   */
  readonly width?: number
  /**
   * Size of the label map. When it is not the image's size, each label covers an equal share of the image. Default: the
   * image's size. For labels on a model's grid, call `labelsToOriginal` of @pami/image first: the grid may not cover the
   * whole image.
   */
  readonly grid?: Size
}

const rimOpacity = 0.8

/**
 * Returns an image with the boundaries between its parts drawn as lines. Each line has a rim of the opposite lightness,
 * which keeps it visible on any background and to colour-blind readers. Yields to the event loop while it works.
 *
 * @param labels one integer per pixel, `[height, width]` of the image or of `grid`; pixels with equal labels are one part
 * @throws RangeError when the number of labels does not match the size, or an option is out of range
 */
export async function drawBoundaries(
  image: Picture,
  labels: Int32Array,
  options: BoundariesOptions = {},
): Promise<Picture> {
  checkPicture(image)
  const { width: across, height: down, data } = image
  const { color = [255, 255, 255], grid = { width: across, height: down } } = options
  const { width = Math.max(2, Math.round(Math.max(across, down) / 450)) } = options
  if (color.length !== 3 || !color.every((value) => value >= 0 && value <= 255))
    throw new RangeError(`color must be three numbers from 0 to 255, got ${color.join(", ")}`)
  if (!(width >= 0.5 && width <= 64))
    throw new RangeError(`width must be from 0.5 to 64 pixels, got ${width}`)
  if (labels.length !== grid.width * grid.height)
    throw new RangeError(
      `a label map of ${grid.width} x ${grid.height} has ${grid.width * grid.height} labels, not ${labels.length}`,
    )
  const [line, outer] = [width / 2, width]
  const enlarged = await enlarge(labels, grid, image)
  const distances = await boundaryDistances(enlarged, image, outer + 0.5)
  const [red, green, blue] = color
  const rim = 0.299 * red + 0.587 * green + 0.114 * blue < 96 ? 255 : 0
  const out = data.slice()
  const slice = slices()
  for (let i = 0; i < distances.length; i++) {
    if (i % 4096 === 0 && slice.due()) await slice.next()
    if (distances[i] >= outer + 0.5) continue
    // The share of a pixel that a stroke covers, as if the stroke's edge ran parallel to the pixel's side.
    const inRim = rimOpacity * Math.min(1, outer + 0.5 - distances[i])
    const inLine = Math.min(1, Math.max(0, line + 0.5 - distances[i]))
    for (let channel = 0; channel < 3; channel++) {
      const at = i * 3 + channel
      const below = data[at] + (rim - data[at]) * inRim
      out[at] = Math.round(below + (color[channel] - below) * inLine)
    }
  }
  return { width: across, height: down, data: out }
}

/** Returns a label per pixel of the image: that of the cell in which the pixel's centre lies. */
async function enlarge(labels: Int32Array, grid: Size, { width, height }: Size): Promise<Int32Array> {
  if (grid.width === width && grid.height === height) return labels
  const out = new Int32Array(width * height)
  const slice = slices()
  for (let y = 0, to = 0; y < height; y++) {
    if (slice.due()) await slice.next()
    const row = Math.floor(((y + 0.5) * grid.height) / height) * grid.width
    for (let x = 0; x < width; x++) out[to++] = labels[row + Math.floor(((x + 0.5) * grid.width) / width)]
  }
  return out
}

/** Returns the distance from the centre of each pixel to the nearest boundary, at most `reach`. */
async function boundaryDistances(
  labels: Int32Array,
  { width, height }: Size,
  reach: number,
): Promise<Float32Array> {
  const distances = new Float32Array(labels.length).fill(reach)
  const span = Math.ceil(reach)
  // A boundary is the side that two pixels share: `x`, `y` is the pixel after it, `upright` its direction.
  const mark = (x: number, y: number, upright: boolean) => {
    for (let row = Math.max(0, y - span); row <= Math.min(height - 1, y + span); row++)
      for (let column = Math.max(0, x - span); column <= Math.min(width - 1, x + span); column++) {
        const dx = upright ? column - x + 0.5 : Math.max(0, Math.abs(column - x) - 0.5)
        const dy = upright ? Math.max(0, Math.abs(row - y) - 0.5) : row - y + 0.5
        const distance = Math.sqrt(dx * dx + dy * dy)
        const at = row * width + column
        if (distance < distances[at]) distances[at] = distance
      }
  }
  const slice = slices()
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      if (x % 64 === 0 && slice.due()) await slice.next()
      if (x > 0 && labels[i] !== labels[i - 1]) mark(x, y, true)
      if (y > 0 && labels[i] !== labels[i - width]) mark(x, y, false)
    }
  return distances
}
