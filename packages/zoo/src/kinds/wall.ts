import { hash, modulo } from "../arithmetic.ts"
import { clear, palette, shade } from "../colour.ts"
import type { Painter } from "../shapes.ts"

/** A piece of a brick wall with toothed ends. */
export function wall(next: () => number): Painter {
  const { main, dark, cream, light } = palette(next)
  const bricks = next() < 0.7 ? main : dark
  const mortar = next() < 0.5 ? cream : light
  const rows = 5 + Math.floor(2 * next())
  const length = 0.5 + 0.1 * next()
  const seed = Math.floor(next() * 2 ** 31)
  return (x, y) => {
    const height = (y / 1.5 + 0.5) * rows
    if (height < 0 || height >= rows) return clear
    const row = Math.floor(height)
    const along = x / length + 0.5 * (row % 2)
    const brick = Math.floor(along)
    const edge = row % 2 ? 1 : 0.75
    if (x < -edge || x > edge) return clear
    if (height - row < 0.2 || modulo(along, 1) < 0.08) return shade(mortar, 0.88)
    return shade(bricks, (0.8 + 0.4 * hash(brick, row, seed)) * (height - row < 0.35 ? 1.15 : 1))
  }
}
