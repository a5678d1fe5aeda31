import { modulo } from "../arithmetic.ts"
import { clear, palette, shade } from "../colour.ts"
import { ellipse, type Painter, roundness, stroke } from "../shapes.ts"

/** Two scoops with sprinkles in a waffle cone. */
export function iceCream(next: () => number): Painter {
  const { main, light, cream, accent, dark } = palette(next)
  const cone = palette(next)
  const [bottom, top] = next() < 0.5 ? [light, main] : [main, cream]
  const sprinkles = Array.from({ length: 16 }, (_, i) => {
    const row = Math.floor(i / 4)
    const x = -0.48 + 0.3 * (i % 4) + 0.14 * (row % 2) - 0.07 + 0.1 * next()
    return { x, y: -0.84 + 0.24 * row + 0.08 * next(), dx: 0.2 * next() - 0.1, dy: 0.05 + 0.06 * next() }
  })
  return (x, y) => {
    const upper = ellipse(x, y, 0, -0.58, 0.46, 0.4)
    const drip = 0.03 * Math.abs(modulo(x, 0.28) - 0.14)
    const lower = ellipse(x, y, 0, -0.12, 0.64, 0.44 - drip)
    if (upper < 1 || lower < 1) {
      for (const { x: sx, y: sy, dx, dy } of sprinkles)
        if (stroke(x, y, sx, sy, sx + dx, sy + dy, 0.045)) return sx > 0 ? accent : dark
      if (upper < 1 && (y < -0.36 || lower > 1)) return shade(top, roundness(x / 0.5, (y + 0.58) / 0.45))
      return shade(bottom, roundness(x / 0.7, (y + 0.12) / 0.5))
    }
    if (y < 0 || Math.abs(x) > 0.58 * (1 - y)) return clear
    const first = modulo(x + 0.6 * y, 0.2)
    const second = modulo(x - 0.6 * y, 0.2)
    if (first < 0.055 || second < 0.055) return cone.dark
    return shade(cone.main, 1.1 - 0.5 * x)
  }
}
