/** The visible part of a pane: its scale, and its centre in shares of the image's sides. */
export interface Zoom {
  readonly scale: number
  readonly x: number
  readonly y: number
}

/** The whole image. */
export const whole: Zoom = { scale: 1, x: 0.5, y: 0.5 }

/** Changes the scale about a point of the pane, which stays where it is. */
export function zoomAbout(zoom: Zoom, factor: number, at: { x: number; y: number }): Zoom {
  const scale = Math.min(16, Math.max(1, zoom.scale * factor))
  const under = toImage(zoom, at)
  return inside({ scale, x: under.x - (at.x - 0.5) / scale, y: under.y - (at.y - 0.5) / scale })
}

/** Moves the image by shares of the pane. */
export function pan({ scale, x, y }: Zoom, dx: number, dy: number): Zoom {
  return inside({ scale, x: x - dx / scale, y: y - dy / scale })
}

/** The point of the image under a point of the pane; both in shares of its sides. */
export function toImage({ scale, x, y }: Zoom, at: { x: number; y: number }): { x: number; y: number } {
  return { x: x + (at.x - 0.5) / scale, y: y + (at.y - 0.5) / scale }
}

/** The same zoom, moved so far that a point of the image is to be seen. */
export function showing(zoom: Zoom, point: { x: number; y: number }): Zoom {
  const half = 0.5 / zoom.scale
  const near = (centre: number, value: number) => Math.min(value + half, Math.max(value - half, centre))
  return inside({ scale: zoom.scale, x: near(zoom.x, point.x), y: near(zoom.y, point.y) })
}

function inside({ scale, x, y }: Zoom): Zoom {
  const half = 0.5 / scale
  const within = (centre: number) => Math.min(1 - half, Math.max(half, centre))
  return { scale, x: within(x), y: within(y) }
}

/** As CSS. */
export function toCss({ scale, x, y }: Zoom): string {
  return `translate(${(0.5 - x * scale) * 100}%, ${(0.5 - y * scale) * 100}%) scale(${scale})`
}
