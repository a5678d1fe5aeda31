import { slices } from "@pami/core/tensor"
import type { Geometry } from "./fit.ts"

/**
 * A map of the model's grid as a map of the original image: bilinear between the centres of the cells. Pixels that
 * the model never saw, outside the crop, are `NaN`; cells that show no image, in the bars of `pad`, are left out. Lets the event
 * loop turn meanwhile.
 *
 * @param map `[grid.height, grid.width]`.
 * @param width of the result, in pixels: the original's, or fewer for a thumbnail of the whole original.
 * @param height as `width`.
 * @returns `[height, width]`
 * @throws RangeError when the map does not have the grid's size
 */
export async function toOriginal(
  map: Float32Array,
  geometry: Geometry,
  width: number,
  height: number,
): Promise<Float32Array> {
  const { grid, picture, covers, shows } = geometry
  if (map.length !== grid.width * grid.height)
    throw new RangeError(`a map of ${grid.width} x ${grid.height} cells was expected, not of ${map.length}`)
  const columns = positions({
    length: width,
    original: picture.width,
    start: covers.x,
    extent: covers.width,
    cells: grid.width,
    first: shows.x,
    last: shows.x + shows.width - 1,
  })
  const rows = positions({
    length: height,
    original: picture.height,
    start: covers.y,
    extent: covers.height,
    cells: grid.height,
    first: shows.y,
    last: shows.y + shows.height - 1,
  })
  const out = new Float32Array(width * height)
  const slice = slices()
  for (let y = 0, to = 0; y < height; y++) {
    if (slice.due()) await slice.next()
    const row = rows[y]
    const above = Math.floor(row) * grid.width
    const below = Math.ceil(row) * grid.width
    const down = row - Math.floor(row)
    for (let x = 0; x < width; x++, to++) {
      const column = columns[x]
      if (Number.isNaN(row + column)) {
        out[to] = NaN
        continue
      }
      const left = Math.floor(column)
      const right = Math.ceil(column)
      const share = column - left
      out[to] = mix(
        mix(map[above + left], map[above + right], share),
        mix(map[below + left], map[below + right], share),
        down,
      )
    }
  }
  return out
}

interface Axis {
  readonly length: number
  readonly original: number
  readonly start: number
  readonly extent: number
  readonly cells: number
  readonly first: number
  readonly last: number
}

/** Where the centre of each pixel lies among the cells' centres; `NaN` outside the grid. */
function positions({ length, original, start, extent, cells, first, last }: Axis): Float64Array {
  return Float64Array.from({ length }, (_, index) => {
    const pixel = ((index + 0.5) * original) / length
    if (pixel < start || pixel > start + extent) return NaN
    const cell = ((pixel - start) * cells) / extent - 0.5
    // A sum of roundings must not blur a map that is shown cell by cell.
    const whole = Math.round(cell)
    return Math.min(last, Math.max(first, Math.abs(cell - whole) < 1e-9 ? whole : cell))
  })
}

// An exact share takes one value alone: the other may be NaN.
function mix(a: number, b: number, share: number): number {
  return share === 0 ? a : a + (b - a) * share
}
