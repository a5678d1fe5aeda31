import { modulo } from "../arithmetic.ts"
import { clear, mix, palette, shade } from "../colour.ts"
import { ellipse, inPolygon, type Painter } from "../shapes.ts"

const tail = [0.35, 0, 0.98, -0.55, 0.82, 0, 0.98, 0.55]
const fins = [-0.3, -0.3, 0.05, -0.72, 0.4, -0.2, 0.2, 0.25, 0.1, 0.66, -0.2, 0.3]

/** A fish with scales, seen from its side. */
export function fish(next: () => number): Painter {
  const { main, accent, dark, light, cream, ink } = palette(next)
  const belly = next() < 0.5 ? light : cream
  const size = 0.19 + 0.04 * next()
  return (x, y) => {
    const body = ellipse(x, y, -0.2, 0, 0.78, 0.5)
    if (body > 1) {
      if (inPolygon(x, y, tail)) return modulo(y / (x + 0.2), 0.22) < 0.08 ? dark : accent
      return inPolygon(x, y, fins) ? (modulo(x + 0.3 * y, 0.14) < 0.05 ? dark : accent) : clear
    }
    const eye = ellipse(x, y, -0.68, -0.1, 0.12, 0.12)
    if (eye < 1) return eye < 0.3 ? ink : cream
    const back = mix(main, belly, Math.max(0, Math.min(1, 0.5 + 1.3 * y)))
    const gill = ellipse(x, y, -0.78, 0, 0.4, 0.6)
    if (gill < 1) return gill > 0.75 || (y > 0.14 && y < 0.19 && x < -0.72) ? dark : shade(back, 1.1)
    const column = Math.floor(x / size)
    const u = x / size - column
    const v = modulo(y / size + 0.5 * (column & 1), 1) - 0.5
    // Each scale is a half disc that opens towards the head; its rim is dark.
    const rim = u * u + 4 * v * v * 0.6
    return rim > 0.42 && rim < 0.8 ? dark : shade(back, 1.12 - 0.25 * u)
  }
}
