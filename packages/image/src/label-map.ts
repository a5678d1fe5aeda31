import { PamiError } from "@pami/core"
import { slices } from "@pami/core/tensor"
import type { Geometry } from "./fit.ts"
import type { Size } from "./picture.ts"

/** Which part every pixel of an image belongs to. */
export interface LabelMap extends Size {
  /** One label a pixel, row-major, `[height, width]`: any integers; pixels of one label are one part. */
  readonly data: Int32Array
}

/** A raster whose colours are labels: a `Raster`, or what a 16-bit or grey file holds. */
export interface LabelRaster extends Size {
  /** 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha. */
  readonly channels: 1 | 2 | 3 | 4
  /** `[height, width, channels]`. */
  readonly data: Uint8Array | Uint16Array
}

/** Labels that a file holds at most: those of 16 bits. */
export const mostLabels = 65_536

/**
 * Numbers as labels 0, 1, 2 … in the order of their first appearance.
 *
 * @param values whole numbers, no `NaN`
 */
export function denseLabels(values: ArrayLike<number>): Int32Array {
  const labels = new Int32Array(values.length)
  const known = new Map<number, number>()
  for (let i = 0; i < labels.length; i++) {
    // Labels come in runs: most of the time nothing is looked up.
    if (i > 0 && values[i] === values[i - 1]) {
      labels[i] = labels[i - 1]
      continue
    }
    let label = known.get(values[i])
    if (label === undefined) known.set(values[i], (label = known.size))
    labels[i] = label
  }
  return labels
}

/**
 * Distinct colours as labels 0, 1, 2 … in the order of their first appearance, row by row. Fully transparent pixels are
 * one colour, whatever lies beneath. Lets the event loop turn meanwhile.
 *
 * @throws RangeError when the data is not `[height, width, channels]`
 */
export async function colorLabels(raster: LabelRaster): Promise<LabelMap> {
  return (await numberColors(raster, Infinity))!
}

/** As {@link colorLabels}; nothing when there are more than `most` colours. */
async function numberColors(
  { width, height, channels, data }: LabelRaster,
  most: number,
): Promise<LabelMap | undefined> {
  if (data.length !== width * height * channels)
    throw new RangeError(
      `${width} x ${height} pixels of ${channels} channels need ${width * height * channels} values, not ${data.length}`,
    )
  const colors = channels >= 3 ? 3 : 1
  const hasAlpha = channels === 2 || channels === 4
  const labels = new Int32Array(width * height)
  // In two steps, since four values of 16 bits do not fit in the 53 that a number holds exactly.
  const known = new Map<number, Map<number, number>>()
  let count = 0
  let last = [-1, -1]
  const slice = slices()
  for (let i = 0, at = 0; i < labels.length; i++, at += channels) {
    if (i % 4096 === 0 && slice.due()) await slice.next()
    const alpha = hasAlpha ? data[at + colors] : 1
    let color = -1
    if (alpha !== 0) {
      color = data[at]
      for (let channel = 1; channel < colors; channel++) color = color * 65_536 + data[at + channel]
    }
    // Labels come in runs: most of the time nothing is looked up.
    if (i > 0 && color === last[0] && alpha === last[1]) {
      labels[i] = labels[i - 1]
      continue
    }
    last = [color, alpha]
    let ofColor = known.get(color)
    if (ofColor === undefined) known.set(color, (ofColor = new Map()))
    let label = ofColor.get(alpha)
    if (label === undefined) {
      label = count++
      if (count > most) return undefined
      ofColor.set(alpha, label)
    }
    labels[i] = label
  }
  return { width, height, data: labels }
}

/**
 * Returns the labels of a decoded file, on every platform: shades of grey are labels, colours are numbered.
 *
 * @throws PamiError `PICTURE_UNSUPPORTED` for more colours than a label map can have
 */
export async function labelsOfFile(raster: LabelRaster, name: string): Promise<LabelMap> {
  const { width, height, channels, data } = raster
  if (channels <= 2) {
    const labels = new Int32Array(width * height)
    const slice = slices()
    for (let i = 0; i < labels.length; i++) {
      if (i % 65_536 === 0 && slice.due()) await slice.next()
      labels[i] = data[i * channels]
    }
    return { width, height, data: labels }
  }
  const map = await numberColors(raster, mostLabels)
  if (map !== undefined) return map
  throw new PamiError(
    "PICTURE_UNSUPPORTED",
    `${name} has more than ${mostLabels} colours; a label map has at most that many, one a part. Is it a photograph?`,
  )
}

/**
 * Returns the bits that the greatest label of a label map needs in a file.
 *
 * @throws RangeError for labels that are not `[height, width]`, negative or above 65,535
 */
export function bitsOfLabels(labels: Int32Array, { width, height }: Size): 8 | 16 {
  if (labels.length !== width * height || labels.length === 0)
    throw new RangeError(
      `a label map of ${width} x ${height} has ${width * height} labels, not ${labels.length}`,
    )
  let most = 0
  for (const label of labels) {
    if (label < 0 || label >= mostLabels)
      throw new RangeError(
        `a file holds labels from 0 to ${mostLabels - 1}, not ${label}; denseLabels makes them`,
      )
    if (label > most) most = label
  }
  return most < 256 ? 8 : 16
}

/**
 * A label map that was drawn on the original image, on the model's grid: each cell takes the label at its centre. Cells
 * that show no image, in the bars of `pad`, become one label more, above all others. A map of the grid's size, and not
 * of the image's, is taken as it is. Lets the event loop turn meanwhile.
 *
 * @returns `[grid.height, grid.width]`
 * @throws RangeError when the data is not `[height, width]`
 * @throws PamiError `SHAPE_MISMATCH` for a map of neither size
 */
export async function fitLabels(labels: LabelMap, geometry: Geometry): Promise<Int32Array> {
  const { grid, picture } = geometry
  const { width, height, data } = labels
  if (data.length !== width * height)
    throw new RangeError(
      `a label map of ${width} x ${height} has ${width * height} labels, not ${data.length}`,
    )
  // Looked at first: a map of the image is cropped like it even if the sizes happen to be the same.
  if (width !== picture.width || height !== picture.height) {
    if (width === grid.width && height === grid.height) return data.slice()
    throw new PamiError(
      "SHAPE_MISMATCH",
      `the label map is ${width} x ${height}. It takes one of the image's size, ` +
        `${picture.width} x ${picture.height}, or of the model's input, ${grid.width} x ${grid.height}.`,
    )
  }
  const [columns, rows] = axesOf(geometry).map(({ cells, pixels, start, extent, first, last }) =>
    Int32Array.from({ length: cells }, (_, cell) => {
      if (cell < first || cell > last) return -1
      return Math.min(pixels - 1, Math.max(0, Math.floor(start + ((cell + 0.5) * extent) / cells)))
    }),
  )
  let greatest = 0
  const slice = slices()
  for (let i = 0; i < data.length; i++) {
    if (i % 65_536 === 0 && slice.due()) await slice.next()
    if (data[i] > greatest) greatest = data[i]
  }
  const bars = greatest + 1
  return await crossLabels(data, width, columns, rows, bars)
}

/**
 * Labels of the model's grid on the original image: each pixel takes the label of the cell that covers its centre, and
 * -1 outside of what the model was shown. Lets the event loop turn meanwhile.
 *
 * @param labels `[grid.height, grid.width]`
 * @param width of the result, in pixels: the original's, or another for the whole original at another size.
 * @param height as `width`.
 * @returns `[height, width]`
 * @throws RangeError when the labels do not have the grid's size
 */
export async function labelsToOriginal(
  labels: Int32Array,
  geometry: Geometry,
  width: number,
  height: number,
): Promise<Int32Array> {
  const { grid } = geometry
  if (labels.length !== grid.width * grid.height)
    throw new RangeError(
      `labels of ${grid.width} x ${grid.height} cells were expected, not ${labels.length} labels`,
    )
  const lengths = [width, height]
  const [columns, rows] = axesOf(geometry).map(({ cells, pixels, start, extent, first, last }, axis) =>
    Int32Array.from({ length: lengths[axis] }, (_, index) => {
      const pixel = ((index + 0.5) * pixels) / lengths[axis] - start
      if (pixel < 0 || pixel > extent) return -1
      return Math.min(last, Math.max(first, Math.floor((pixel * cells) / extent)))
    }),
  )
  return await crossLabels(labels, grid.width, columns, rows, -1)
}

/** A geometry along one axis: `covers` from `start` on, `shows` from `first` to `last`. */
interface Axis {
  readonly cells: number
  readonly pixels: number
  readonly start: number
  readonly extent: number
  readonly first: number
  readonly last: number
}

function axesOf({ grid, picture, covers, shows }: Geometry): [Axis, Axis] {
  return [
    {
      cells: grid.width,
      pixels: picture.width,
      start: covers.x,
      extent: covers.width,
      first: shows.x,
      last: shows.x + shows.width - 1,
    },
    {
      cells: grid.height,
      pixels: picture.height,
      start: covers.y,
      extent: covers.height,
      first: shows.y,
      last: shows.y + shows.height - 1,
    },
  ]
}

/** Labels at the crossings of columns and rows, `otherwise` where either is -1. */
async function crossLabels(
  labels: Int32Array,
  stride: number,
  columns: Int32Array,
  rows: Int32Array,
  otherwise: number,
): Promise<Int32Array> {
  const out = new Int32Array(columns.length * rows.length).fill(otherwise)
  const slice = slices()
  for (let y = 0, to = 0; y < rows.length; y++) {
    if (slice.due()) await slice.next()
    for (let x = 0; x < columns.length; x++, to++)
      if (rows[y] >= 0 && columns[x] >= 0) out[to] = labels[rows[y] * stride + columns[x]]
  }
  return out
}
