import type { Box } from "@pami/core"

/** A mask over the whole input, of any size: places that are not 0 belong to the region. */
export interface RegionMask {
  readonly width: number
  readonly height: number
  /** Row-major, `[height, width]`. */
  readonly data: ArrayLike<number>
}

/** Size of a map. */
export interface MapSize {
  readonly width: number
  readonly height: number
}

/** Returns the places of a map whose centres lie in a box, or in a mask over the input. */
export function placesIn(
  region: Box | RegionMask,
  { width, height }: MapSize,
  [rows, columns]: readonly [number, number],
): Int32Array {
  const contains = "data" in region ? maskTest(region, [rows, columns]) : boxTest(region)
  const places: number[] = []
  for (let y = 0, place = 0; y < height; y++)
    for (let x = 0; x < width; x++, place++)
      if (contains(((x + 0.5) * columns) / width, ((y + 0.5) * rows) / height)) places.push(place)
  return Int32Array.from(places)
}

function boxTest({ x, y, width, height }: Box): (x: number, y: number) => boolean {
  return (px, py) => px >= x && px < x + width && py >= y && py < y + height
}

function maskTest(
  { width, height, data }: RegionMask,
  [rows, columns]: readonly [number, number],
): (x: number, y: number) => boolean {
  if (data.length !== width * height)
    throw new RangeError(`a mask of ${width} x ${height} has ${width * height} numbers, not ${data.length}`)
  return (px, py) => data[Math.floor((py * height) / rows) * width + Math.floor((px * width) / columns)] !== 0
}

// Every part is scored: a softmax at all places of a large map would take as long as the model. A prime number, so that the
// places do not fall into step with the columns.
const mostPlaces = 4093

/** Returns places to average over: all, or as many as are enough, evenly spread. */
export function samplePlaces(places: Int32Array): Int32Array {
  const { length } = places
  if (length <= mostPlaces) return places
  return Int32Array.from({ length: mostPlaces }, (_, i) => places[Math.floor((i * length) / mostPlaces)])
}

/** Returns the bounding box of places of a map, in units of the grid. */
export function boundsOf(
  places: Int32Array,
  { width, height }: MapSize,
  [rows, columns]: readonly [number, number],
): Box {
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (const place of places) {
    const [x, y] = [place % width, Math.floor(place / width)]
    if (x < left) left = x
    if (y < top) top = y
    if (x >= right) right = x + 1
    if (y >= bottom) bottom = y + 1
  }
  const [across, down] = [columns / width, rows / height]
  return { x: left * across, y: top * down, width: (right - left) * across, height: (bottom - top) * down }
}
