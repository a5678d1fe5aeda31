import { modulo } from "../arithmetic.ts"
import { clear, palette, shade } from "../colour.ts"
import { ellipse, type Painter, roundness } from "../shapes.ts"

/** A toadstool: a dotted cap, gills beneath it, a stem. */
export function mushroom(next: () => number): Painter {
  const { main, cream, light, dark } = palette(next)
  const dots = [
    [-0.55, -0.3, 0.13],
    [-0.1, -0.66, 0.14],
    [0.02, -0.22, 0.17],
    [0.42, -0.5, 0.12],
    [0.62, -0.2, 0.12],
    [-0.48, -0.62, 0.08],
  ].map(([x, y, radius]) => [x - 0.05 + 0.1 * next(), y - 0.04 + 0.08 * next(), radius + 0.03 * next()])
  const bulge = 0.2 + 0.12 * next()
  return (x, y) => {
    const cap = ellipse(x, y, 0, 0, 0.98, 0.95)
    if (cap < 1 && y < 0.02) {
      for (const [dx, dy, radius] of dots) if (ellipse(x, y, dx, dy, radius, radius) < 1) return cream
      return shade(main, roundness(x, y + 0.3))
    }
    const gills = ellipse(x, y, 0, 0.02, 0.96, 0.2)
    const half = 0.24 + bulge * Math.max(0, y - 0.3)
    if (y > 0.1 && y < 0.95 && Math.abs(x) < half) {
      if (y < 0.42 && y > 0.32 && Math.abs(x) < half) return shade(light, 0.8)
      return shade(cream, 0.95 - 0.4 * x)
    }
    if (gills < 1) return modulo(x / (1.15 - y), 0.14) < 0.06 ? dark : light
    return clear
  }
}
