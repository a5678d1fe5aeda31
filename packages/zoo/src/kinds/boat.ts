import { modulo, sin } from "../arithmetic.ts"
import { clear, palette, shade } from "../colour.ts"
import { inPolygon, type Painter } from "../shapes.ts"

const hull = [-0.98, 0.34, 0.98, 0.34, 0.62, 0.92, -0.66, 0.92]
const pennant = [0, -0.98, 0.26, -0.88, 0, -0.78]

/** A sailing boat: striped sails on a mast, a planked hull. */
export function boat(next: () => number): Painter {
  const { main, accent, cream, light, dark } = palette(next)
  const wood = palette(next)
  const stripe = next() < 0.5 ? main : accent
  const cloth = next() < 0.5 ? cream : light
  const width = 0.24 + 0.08 * next()
  return (x, y) => {
    if (inPolygon(x, y, hull)) {
      if (y < 0.44) return wood.light
      return modulo(y - 0.44, 0.15) < 0.045 ? wood.dark : shade(wood.main, 1.05 - 0.25 * x)
    }
    if (Math.abs(x) < 0.045 && y > -0.98 && y < 0.4) return dark
    if (inPolygon(x, y, pennant)) return accent
    const sail = x > 0 ? 0.84 : 0.66
    const t = (y + (x > 0 ? 0.74 : 0.6)) / (x > 0 ? 1.08 : 0.94)
    // The leech is curved: wind fills the sails.
    if (t < 0 || t > 1 || Math.abs(x) > sail * (t + 0.12 * sin(Math.PI * t))) return clear
    return shade(modulo(y + 0.1 * Math.abs(x), width) < width / 2 ? stripe : cloth, x > 0 ? 1.05 : 0.85)
  }
}
