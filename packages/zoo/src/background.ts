import { cos, modulo, noise, sin } from "./arithmetic.ts"
import { hsl, mix } from "./colour.ts"
import type { Painter } from "./shapes.ts"

/**
 * Returns a painter that covers everything: clouds of noise in four octaves, wavy bands or a patchwork, over a
 * gradient.
 */
export function background(next: () => number): Painter {
  const hue = next()
  const colour = () => hsl(hue + 0.35 * (next() - 0.5), 0.15 + 0.5 * next(), 0.25 + 0.55 * next())
  const [first, second, third] = [colour(), colour(), colour()]
  const seed = Math.floor(next() * 2 ** 31)
  const frequency = 2 + 4 * next()
  const roughness = 0.5 + 0.25 * next()
  const direction = 2 * Math.PI * next()
  const slopeX = cos(direction)
  const slopeY = sin(direction)
  const style = next()
  const bands = 3 + 6 * next()

  const clouds = (x: number, y: number) => {
    let sum = 0
    let weight = 1
    let total = 0
    for (let octave = 0, scale = frequency; octave < 4; octave++, scale *= 2) {
      sum += weight * noise(x * scale, y * scale, seed + octave)
      total += weight
      weight *= roughness
    }
    return sum / total
  }
  return (x, y) => {
    const cloud = clouds(x, y)
    const slope = Math.min(1, Math.max(0, 0.5 + 0.7 * ((x - 0.5) * slopeX + (y - 0.5) * slopeY)))
    let share = Math.min(1, Math.max(0, 2.2 * (cloud - 0.5) + 0.5))
    if (style > 0.8)
      share = 0.5 * share + (modulo(bands * (x * slopeY - y * slopeX) + 2 * cloud, 1) < 0.5 ? 0 : 0.5)
    else if (style > 0.65)
      share = 0.3 * share + 0.7 * noise(Math.floor(x * bands * 2), Math.floor(y * bands * 2), seed)
    return mix(mix(first, second, share), third, 0.75 * slope)
  }
}
