import type { Rgb } from "../palette.ts"

// The steps of xterm's cube of 6 x 6 x 6 colours, after which come 24 greys.
const steps = [0, 95, 135, 175, 215, 255]

/** Returns the nearest of the 240 colours of xterm that themes do not change: its index and its red, green and blue. */
export function nearestOf256(color: Rgb): { readonly index: number; readonly color: Rgb } {
  const cube = color.map((byte) => nearest(steps, byte))
  const grey = Math.max(0, Math.min(23, Math.round(((color[0] + color[1] + color[2]) / 3 - 8) / 10)))
  const candidates = [
    {
      index: 16 + 36 * cube[0] + 6 * cube[1] + cube[2],
      color: [steps[cube[0]], steps[cube[1]], steps[cube[2]]] as const,
    },
    { index: 232 + grey, color: [8 + 10 * grey, 8 + 10 * grey, 8 + 10 * grey] as const },
  ]
  const distance = (other: Rgb) => other.reduce((sum, byte, i) => sum + (byte - color[i]) ** 2, 0)
  return candidates.reduce((best, one) => (distance(one.color) < distance(best.color) ? one : best))
}

function nearest(values: readonly number[], byte: number): number {
  return values.reduce(
    (best, value, i) => (Math.abs(value - byte) < Math.abs(values[best] - byte) ? i : best),
    0,
  )
}
