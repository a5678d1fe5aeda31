import { modulo, sin, turnOf } from "../arithmetic.ts"
import { clear, palette, shade } from "../colour.ts"
import type { Painter } from "../shapes.ts"

/** A five-pointed star, folded along its arms, with bands along its edge. */
export function star(next: () => number): Painter {
  const { main, accent, light, cream } = palette(next)
  const [outer, inner] = next() < 0.5 ? [main, cream] : [accent, light]
  const bands = 3 + Math.floor(2 * next())
  const waist = 0.5 + 0.07 * next()
  const fifth = Math.PI / 5
  const waistX = waist * sin(Math.PI / 2 - fifth)
  const waistY = waist * sin(fifth)
  return (x, y) => {
    const turn = 5 * turnOf(-y, x)
    const part = modulo(turn, 1)
    const angle = (part < 0.5 ? part : 1 - part) * 2 * fifth
    const radius = Math.sqrt(x * x + y * y)
    const px = radius * sin(Math.PI / 2 - angle)
    const py = radius * sin(angle)
    // Share of the way to the edge between the arm's tip (1, 0) and the waist.
    const reach = px + (py * (1 - waistX)) / waistY
    if (reach > 1) return clear
    const band = Math.floor(reach * bands + 0.5)
    return shade(band % 2 === bands % 2 ? outer : inner, part < 0.5 ? 1.08 : 0.78)
  }
}
