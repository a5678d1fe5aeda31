import type { Geometry, Size } from "@pami/image"

/** The place of the model's grid on the image, in shares of the image's sides. */
export interface GridPlace {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Returns the geometry of an image before the first prediction, as if the model saw all of it. */
export function unseenYet({ width, height }: Size, grid: Size): Geometry {
  const everything = (size: Size) => ({ x: 0, y: 0, width: size.width, height: size.height })
  const picture = { width, height }
  return { grid, picture, covers: everything(picture), shows: everything(grid) }
}

/** Returns the place of the grid: smaller than the image after a crop, larger after padding. */
export function gridPlace({ covers, picture }: Geometry): GridPlace {
  return {
    left: covers.x / picture.width,
    top: covers.y / picture.height,
    width: covers.width / picture.width,
    height: covers.height / picture.height,
  }
}

/** Returns the unit at a point of the image (shares of its sides); `null` outside the model's input. */
export function unitAt(geometry: Geometry, point: { x: number; y: number }): number | null {
  const { grid } = geometry
  const place = gridPlace(geometry)
  const x = Math.floor(((point.x - place.left) / place.width) * grid.width)
  const y = Math.floor(((point.y - place.top) / place.height) * grid.height)
  return shows(geometry, x, y) ? y * grid.width + x : null
}

/** Returns the centre of a unit, as a point of the image. */
export function pointOf(geometry: Geometry, unit: number): { x: number; y: number } {
  const { grid } = geometry
  const place = gridPlace(geometry)
  const x = unit % grid.width
  const y = Math.floor(unit / grid.width)
  return {
    x: place.left + ((x + 0.5) / grid.width) * place.width,
    y: place.top + ((y + 0.5) / grid.height) * place.height,
  }
}

/** Returns the unit `columns`, `rows` from another, at most up to the border of the image. */
export function stepFrom({ grid, shows }: Geometry, unit: number, columns: number, rows: number): number {
  const clamp = (at: number, first: number, extent: number) =>
    Math.min(first + extent - 1, Math.max(first, at))
  const x = clamp((unit % grid.width) + columns, shows.x, shows.width)
  const y = clamp(Math.floor(unit / grid.width) + rows, shows.y, shows.height)
  return y * grid.width + x
}

function shows({ shows }: Geometry, x: number, y: number): boolean {
  return x >= shows.x && x < shows.x + shows.width && y >= shows.y && y < shows.y + shows.height
}
