import { modulo, turnOf } from "../arithmetic.ts"
import { clear, palette, shade } from "../colour.ts"
import { type Painter, roundness } from "../shapes.ts"

/** A beach ball: stripes of three colours that meet at a pole. */
export function ball(next: () => number): Painter {
  const { main, accent, cream, light } = palette(next)
  const stripes = next() < 0.5 ? [main, cream, accent, cream] : [main, cream, accent, light]
  const poleX = -0.35 + 0.3 * next()
  const poleY = -0.4 + 0.3 * next()
  const start = next()
  return (x, y) => {
    const radius = x * x + y * y
    if (radius > 1) return clear
    const dx = x - poleX
    const dy = y - poleY
    const distance = dx * dx + dy * dy
    const stripe = Math.floor(8 * modulo(turnOf(dx, dy) + start + 0.05 * distance, 1))
    return shade(distance < 0.035 ? cream : stripes[stripe % 4], roundness(x, y))
  }
}
