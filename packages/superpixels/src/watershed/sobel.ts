import type { Grid, Pixels } from "../primitives/pixels.ts"
import { unitScale } from "../primitives/pixels.ts"

/**
 * Returns the luminance, `[units]`: 0.2125 R + 0.7154 G + 0.0721 B (ITU-R BT.709, as scikit-image's `rgb2gray`), or the
 * first channel of grey pixels. Alpha is ignored.
 */
export function toGray(pixels: Pixels): Float64Array {
  const { channels, data } = pixels
  const units = data.length / channels
  const scale = unitScale(data)
  const gray = new Float64Array(units)
  for (let unit = 0; unit < units; unit++) {
    const index = unit * channels
    gray[unit] =
      channels < 3
        ? data[index] * scale
        : data[index] * scale * 0.2125 + data[index + 1] * scale * 0.7154 + data[index + 2] * scale * 0.0721
  }
  return gray
}

/**
 * Returns the Sobel magnitude, `[units]`: the root mean square, over the axes, of the central difference along one
 * axis, smoothed by 1/4, 1/2, 1/4 along the others. Beyond the border, values are mirrored with the edge unit
 * repeated.
 *
 * @param axes number of axes of the shape
 */
export function sobelMagnitude(gray: Float64Array, grid: Grid, axes: number): Float64Array {
  const lengths = [grid.depth, grid.height, grid.width]
  const inners = [grid.height * grid.width, grid.width, 1]
  const squares = new Float64Array(gray.length)
  const buffers = [new Float64Array(gray.length), new Float64Array(gray.length)]
  for (let edge = 3 - axes; edge < 3; edge++) {
    let from = gray
    for (let axis = 3 - axes; axis < 3; axis++) {
      const to = from === buffers[0] ? buffers[1] : buffers[0]
      filterAxis(from, to, lengths[axis], inners[axis], axis === edge)
      from = to
    }
    for (let unit = 0; unit < gray.length; unit++) squares[unit] += from[unit] * from[unit]
  }
  for (let unit = 0; unit < gray.length; unit++) squares[unit] = Math.sqrt(squares[unit] / axes)
  return squares
}

/** Filters along one axis: with 1, 0, -1 for the difference, with 1/4, 1/2, 1/4 otherwise. */
function filterAxis(
  from: Float64Array,
  to: Float64Array,
  length: number,
  inner: number,
  difference: boolean,
): void {
  const center = difference ? 0 : 0.5
  const before = difference ? 1 : 0.25
  const after = difference ? -1 : 0.25
  for (let base = 0; base < from.length; base += length * inner) {
    for (let position = 0; position < length; position++) {
      const back = position > 0 ? inner : 0
      const forth = position < length - 1 ? inner : 0
      const start = base + position * inner
      for (let index = start; index < start + inner; index++) {
        to[index] = center * from[index] + before * from[index - back] + after * from[index + forth]
      }
    }
  }
}
