import { clear, palette, shade } from "../colour.ts"
import { ellipse, type Painter, roundness, stroke } from "../shapes.ts"

/** A ladybird from above: spots on both wing cases, a dark head, six legs. */
export function ladybird(next: () => number): Painter {
  const { main, ink, cream } = palette(next)
  const spots = [
    [0.3 + 0.08 * next(), -0.2 + 0.08 * next(), 0.14 + 0.04 * next()],
    [0.5 + 0.08 * next(), 0.2 + 0.08 * next(), 0.13 + 0.04 * next()],
    [0.25 + 0.08 * next(), 0.5 + 0.1 * next(), 0.14 + 0.04 * next()],
  ] as const
  return (x, y) => {
    const side = Math.abs(x)
    const shell = ellipse(x, y, 0, 0.15, 0.78, 0.8)
    if (shell < 1) {
      if (side < 0.045 || y < -0.42) return ink
      for (const [sx, sy, radius] of spots) if (ellipse(side, y, sx, sy, radius, radius) < 1) return ink
      return shade(main, roundness(x, y))
    }
    if (ellipse(x, y, 0, -0.6, 0.42, 0.3) < 1)
      return ellipse(side, y, 0.22, -0.68, 0.1, 0.1) < 1 ? cream : shade(ink, 1.3)
    if (stroke(side, y, 0.15, -0.8, 0.4, -0.98, 0.05)) return ink
    const legs =
      stroke(side, y, 0.6, -0.3, 0.92, -0.45, 0.06) ||
      stroke(side, y, 0.7, 0.15, 0.98, 0.2, 0.06) ||
      stroke(side, y, 0.6, 0.55, 0.88, 0.8, 0.06)
    return legs ? ink : clear
  }
}
