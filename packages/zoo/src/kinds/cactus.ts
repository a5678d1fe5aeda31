import { modulo } from "../arithmetic.ts"
import { clear, palette, shade } from "../colour.ts"
import { ellipse, type Painter, stroke } from "../shapes.ts"

/** A ribbed cactus with two arms, in a pot. */
export function cactus(next: () => number): Painter {
  const { main, dark, cream, accent } = palette(next)
  const pot = palette(next)
  const left = -0.05 + 0.3 * next()
  const right = -0.05 + 0.3 * next()
  const mirrored = next() < 0.5
  const ribs = (across: number, along: number) => {
    const offset = modulo(across, 0.15)
    if (offset < 0.05) return modulo(along, 0.16) < 0.06 ? cream : dark
    return shade(main, 1.1 - 0.4 * across)
  }
  return (x0, y) => {
    const x = mirrored ? -x0 : x0
    if (y > 0.5) {
      const half = y < 0.64 ? 0.52 : 0.47 - 0.25 * (y - 0.64)
      if (y > 0.98 || Math.abs(x) > half) return clear
      return y < 0.64 ? pot.light : shade(modulo(x + y, 0.24) < 0.1 ? pot.dark : pot.main, 1 - 0.3 * x)
    }
    if (ellipse(x, y, 0.02, -0.92, 0.18, 0.1) < 1) return accent
    if (stroke(x, y, 0, -0.58, 0, 0.6, 0.33)) return ribs(x + 0.025, y)
    if (stroke(x, y, 0.66, right, 0.66, right - 0.4, 0.17)) return ribs(x - 0.635, y)
    if (stroke(x, y, 0, right, 0.66, right, 0.17)) return ribs(y - right + 0.025, x)
    if (stroke(x, y, -0.66, left, -0.66, left - 0.35, 0.17)) return ribs(x + 0.685, y)
    return stroke(x, y, 0, left, -0.66, left, 0.17) ? ribs(y - left + 0.025, x) : clear
  }
}
