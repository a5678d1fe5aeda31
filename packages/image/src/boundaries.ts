import { slices } from "@pami/core"
import { checkPicture, type Color, type Picture, type Size } from "./picture.ts"

/** How borders between parts are drawn. */
export interface BoundariesOptions {
  /** Of the line. Default: white. Its rim is black or, beside a dark line, white. */
  readonly color?: Color
  /**
   * Of the line without its rims, in pixels of the picture, 0.5 to 64; each rim is half as wide. Even numbers are the
   * crispest, as borders lie between pixels. Default: 1 for each 450 pixels of the picture's longer side, rounded, at
   * least 2.
   */
  readonly width?: number
  /**
   * Size of the label map, where that is not the picture's: each label then covers an equal share of the picture.
   * Default: the picture's size. For a model's grid, `labelsToOriginal` knows what it covers.
   */
  readonly grid?: Size
}

const rimOpacity = 0.8

/**
 * The picture with the borders between its parts drawn: a line with a rim of the opposite lightness, to be seen on any
 * ground and by anyone. Lets the event loop turn meanwhile.
 *
 * @param labels `[height, width]` of the picture, or of `grid`: any integers.
 * @throws RangeError when there is not one label a pixel (or cell of the grid), or an option is out of its range
 */
export async function drawBoundaries(
  picture: Picture,
  labels: Int32Array,
  options: BoundariesOptions = {},
): Promise<Picture> {
  checkPicture(picture)
  const { width: across, height: down, data } = picture
  const { color = [255, 255, 255], grid = { width: across, height: down } } = options
  const { width = Math.max(2, Math.round(Math.max(across, down) / 450)) } = options
  if (color.length !== 3 || !color.every((value) => value >= 0 && value <= 255))
    throw new RangeError(`a colour is three numbers from 0 to 255, not ${color.join(", ")}`)
  if (!(width >= 0.5 && width <= 64)) throw new RangeError(`width is from 0.5 to 64 pixels, not ${width}`)
  if (labels.length !== grid.width * grid.height)
    throw new RangeError(
      `a label map of ${grid.width} x ${grid.height} has ${grid.width * grid.height} labels, not ${labels.length}`,
    )
  const [line, outer] = [width / 2, width]
  const enlarged = await enlarge(labels, grid, picture)
  const distances = await borderDistances(enlarged, picture, outer + 0.5)
  const [red, green, blue] = color
  const rim = 0.299 * red + 0.587 * green + 0.114 * blue < 96 ? 255 : 0
  const out = data.slice()
  const slice = slices()
  for (let i = 0; i < distances.length; i++) {
    if (i % 4096 === 0 && slice.due()) await slice.next()
    if (distances[i] >= outer + 0.5) continue
    // A pixel's share in a stroke, as if the stroke's edge crossed it squarely.
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

/** Each pixel takes the label of the cell that its centre is in. */
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

/** How far the centre of each pixel is from the nearest border between two labels; `reach` where that is as far or farther. */
async function borderDistances(
  labels: Int32Array,
  { width, height }: Size,
  reach: number,
): Promise<Float32Array> {
  const distances = new Float32Array(labels.length).fill(reach)
  const span = Math.ceil(reach)
  // A border is the side that two pixels share: `x`, `y` is the pixel after it, `upright` its direction.
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
