import { sin } from "../arithmetic.ts"
import { clear, palette, shade } from "../colour.ts"
import { folds, type Painter, stroke } from "../shapes.ts"

/** A chequered flag that waves on a pole. */
export function flag(next: () => number): Painter {
  const { main, dark, cream, light, ink } = palette(next)
  const odd = [ink, dark, main][Math.floor(3 * next())]
  const even = next() < 0.5 ? cream : light
  const phase = 6 * next()
  const columns = 5 + Math.floor(2 * next())
  return (x, y) => {
    if (stroke(x, y, -0.88, -0.95, -0.88, 0.95, 0.07)) return shade(light, x < -0.88 ? 0.9 : 0.6)
    const u = (x + 0.85) / 1.85
    const v = (y + 0.8 - 0.1 * sin(4 * x + phase) * u) / 1.3
    if (u < 0 || u > 1 || v < 0 || v > 1) return clear
    const check = Math.floor(u * columns) + Math.floor(v * 4)
    return shade(check % 2 ? odd : even, folds(4 * x, phase + 1.5))
  }
}
