import type { Grid } from "../primitives/pixels.ts"

/** The starting grid: places of the clusters, and how far apart they are. */
export interface Places {
  /** Column and row of every place, whole pixels, `[places, 2]`, column by column. */
  readonly places: Float64Array
  /** Pixels from one column of places to the next, whole. */
  readonly stepX: number
  /** Pixels from one row of places to the next, whole. */
  readonly stepY: number
}

/** As many places as squares of `regionSize` fit, in an even grid; an axis shorter than that gets one. */
export function lscPlaces({ width, height, units }: Grid, regionSize: number): Places {
  const asked = Math.floor(units / (Math.min(regionSize, width) * Math.min(regionSize, height)))
  const columns = Math.min(Math.max(Math.floor(Math.sqrt((asked * width) / height)), 1), width)
  const rows = Math.min(Math.max(Math.floor(asked / columns), 1), height)
  const across = spread(width, columns)
  const down = spread(height, rows)
  const places = new Float64Array(2 * columns * rows)
  for (let column = 0, at = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      places[at++] = across[column]
      places[at++] = down[row]
    }
  }
  return { places, stepX: Math.floor(width / columns), stepY: Math.floor(height / rows) }
}

/** Middles of `count` steps along an axis; the pixels that do not divide are spread over the first gaps. */
function spread(length: number, count: number): number[] {
  const step = Math.floor(length / count)
  const rest = length - step * count
  return Array.from({ length: count }, (_, i) =>
    Math.min(Math.floor((i + 0.5) * step + Math.max(Math.min(i + 1, rest), 1)), length - 1),
  )
}
