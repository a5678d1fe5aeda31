import { clear, palette, shade } from "../colour.ts"
import { ellipse, type Painter, stroke } from "../shapes.ts"

/** A butterfly with spread wings: dark rims, a ringed spot on each wing. */
export function butterfly(next: () => number): Painter {
  const { main, accent, dark, light, cream, ink } = palette(next)
  const rim = next() < 0.5 ? dark : ink
  const spot = 0.15 + 0.04 * next()
  const lean = 0.25 + 0.2 * next()
  return (x, y) => {
    const side = Math.abs(x)
    if (stroke(x, y, 0, -0.5, 0, 0.6, 0.1)) return shade(ink, 1 + 0.5 * (Math.floor(y * 10) & 1))
    if (stroke(side, y, 0.03, -0.55, 0.25, -0.92, 0.035)) return ink
    const slanted = y + lean * (side - 0.5)
    const upper = ellipse(side, slanted, 0.52, -0.36, 0.5, 0.44)
    if (upper < 1) {
      const eye = ellipse(side, slanted, 0.6, -0.38, spot, spot)
      if (eye < 1) return eye < 0.25 ? ink : eye < 0.6 ? cream : rim
      return upper > 0.72
        ? upper < 0.84 && Math.floor(side * 14) & 1
          ? cream
          : rim
        : shade(main, 1.15 - 0.3 * side)
    }
    const lower = ellipse(side, y - 0.25 * (side - 0.4), 0.38, 0.42, 0.4, 0.42)
    if (lower > 1) return clear
    const eye = ellipse(side, y, 0.42, 0.48, spot * 0.9, spot * 0.9)
    if (eye < 1) return eye < 0.4 ? light : rim
    return lower > 0.7 ? rim : accent
  }
}
