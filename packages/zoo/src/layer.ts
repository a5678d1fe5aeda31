import { cos, sin } from "./arithmetic.ts"
import { clear } from "./colour.ts"
import type { Painter } from "./shapes.ts"

/** An object or shape at a position in a scene. Lengths are shares of the scene's shorter side. */
export interface Layer {
  readonly paint: Painter
  /** Position of the centre, from the left and from the top. */
  readonly x: number
  readonly y: number
  /** Half of the longer axis. */
  readonly radius: number
  /** Clockwise rotation in radians. */
  readonly angle: number
  /** Owner of the pixels: k for the k-th object, 0 for everything else. */
  readonly owner: number
}

/** Number of samples per pixel and axis. Odd, because the middle sample decides the owner of the pixel. */
export const samples = 3

/** An unfinished scene: `samples * samples` colours and owners for each pixel, row-major. */
export interface Canvas {
  readonly width: number
  readonly height: number
  /** Colour of each sample; `clear` for the background. */
  readonly colours: Int32Array
  readonly owners: Uint8Array
}

/** Returns an empty canvas for `width` by `height` pixels. */
export function canvas(width: number, height: number): Canvas {
  const length = width * height * samples * samples
  return { width, height, colours: new Int32Array(length).fill(clear), owners: new Uint8Array(length) }
}

// Painters may draw beyond the sides of their unit square, but not beyond the circle through its corners.
const reach = 1.45

/** Draws a layer on the canvas. Returns the number of samples that it covers. */
export function draw({ width, height, colours, owners }: Canvas, layer: Layer): number {
  const { paint, x, y, radius, angle, owner } = layer
  const scale = samples * Math.min(width, height)
  const left = Math.max(0, Math.floor((x - reach * radius) * scale))
  const right = Math.min(width * samples, Math.ceil((x + reach * radius) * scale))
  const top = Math.max(0, Math.floor((y - reach * radius) * scale))
  const bottom = Math.min(height * samples, Math.ceil((y + reach * radius) * scale))
  const across = cos(angle) / radius
  const down = sin(angle) / radius
  let covered = 0
  for (let row = top; row < bottom; row++) {
    const dy = (row + 0.5) / scale - y
    for (let column = left; column < right; column++) {
      const dx = (column + 0.5) / scale - x
      const colour = paint(dx * across + dy * down, dy * across - dx * down)
      if (colour === clear) continue
      const sample = row * width * samples + column
      colours[sample] = colour
      owners[sample] = owner
      covered++
    }
  }
  return covered
}
