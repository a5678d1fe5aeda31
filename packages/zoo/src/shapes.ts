import { sin } from "./arithmetic.ts"
import type { Colour } from "./colour.ts"

/**
 * Returns the colour of a shape at a point, or `clear` outside. x points right, y down; the shape fills about [-1, 1]
 * on its longer axis.
 */
export type Painter = (x: number, y: number) => Colour

/** Returns the squared distance from (cx, cy) in units of the half axes: below 1 inside the ellipse. */
export function ellipse(x: number, y: number, cx: number, cy: number, rx: number, ry: number): number {
  const dx = (x - cx) / rx
  const dy = (y - cy) / ry
  return dx * dx + dy * dy
}

/** Returns whether (x, y) is within `radius` of the segment from (x0, y0) to (x1, y1): a stroke with round ends. */
export function stroke(
  x: number,
  y: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  radius: number,
): boolean {
  const dx = x1 - x0
  const dy = y1 - y0
  const t = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)))
  const ex = x - x0 - t * dx
  const ey = y - y0 - t * dy
  return ex * ex + ey * ey < radius * radius
}

/** Returns whether (x, y) lies in the polygon with corners `[x0, y0, x1, y1, ...]`. */
export function inPolygon(x: number, y: number, corners: readonly number[]): boolean {
  let inside = false
  let x0 = corners[corners.length - 2]
  let y0 = corners[corners.length - 1]
  for (let i = 0; i < corners.length; i += 2) {
    const x1 = corners[i]
    const y1 = corners[i + 1]
    if (y0 > y !== y1 > y && x < x0 + ((x1 - x0) * (y - y0)) / (y1 - y0)) inside = !inside
    x0 = x1
    y0 = y1
  }
  return inside
}

/** Returns the brightness at a point of the unit disc of a ball lit from the upper left: about 0.7 to 1.15. */
export function roundness(x: number, y: number): number {
  const dx = x + 0.35
  const dy = y + 0.4
  return 1.15 - 0.2 * (dx * dx + dy * dy)
}

/** Returns the brightness of cloth with waves along x: about 0.85 to 1.1. */
export function folds(x: number, phase: number): number {
  return 0.98 + 0.13 * sin(x + phase)
}
