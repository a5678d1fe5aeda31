import { modulo } from "../arithmetic.ts"
import { clear, palette, shade } from "../colour.ts"
import { type Painter, stroke } from "../shapes.ts"

/** A leaf with a toothed edge, a midrib and veins. */
export function leaf(next: () => number): Painter {
  const { main, dark, light } = palette(next)
  const vein = next() < 0.6 ? light : dark
  const spacing = 0.2 + 0.06 * next()
  const width = 2 + 0.5 * next()
  return (x, y) => {
    const t = (y + 1) / 1.72
    const side = Math.abs(x)
    const tooth = modulo(y - 0.5 * side, spacing / 2) / spacing
    const half = width * t * (1 - t) * (0.75 + 0.5 * t) + 0.1 * (0.5 - tooth)
    if (t < 0 || t > 1 || side > half) return stroke(x, y, 0, 0.6, 0.06, 0.98, 0.06) ? vein : clear
    if (side < 0.045) return vein
    const along = modulo(y + 0.85 * side, spacing) / spacing
    if (along < 0.24) return vein
    return shade(main, (x < 0 ? 1.12 : 0.86) - 0.25 * (along - 0.6))
  }
}
