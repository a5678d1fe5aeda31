import { clear } from "./colour.ts"
import { type Canvas, samples } from "./layer.ts"
import type { Painter } from "./shapes.ts"

/** The visible pixels of an object in the finished image. */
export interface Extent {
  readonly box: readonly [number, number, number, number]
  readonly area: number
  readonly visible: number
}

/**
 * Averages the samples of each pixel over the background, and measures the visible pixels of each object.
 *
 * @param covered number of samples of each object before others covered it
 * @param slightest whether a pixel belongs to an object of which it shows any sample. Default: the middle sample decides
 */
export function resolve(
  { width, height, colours, owners }: Canvas,
  background: Painter,
  covered: readonly number[],
  slightest = false,
): { pixels: Uint8Array; owner: Uint8Array; extents: Extent[] } {
  const pixels = new Uint8Array(width * height * 3)
  const owner = new Uint8Array(width * height)
  const short = Math.min(width, height)
  const count = samples * samples
  for (let pixel = 0; pixel < owner.length; pixel++) {
    const x = pixel % width
    const y = (pixel - x) / width
    const first = y * samples * width * samples + x * samples
    const sample = (k: number) => first + Math.floor(k / samples) * width * samples + (k % samples)
    const behind = background((x + 0.5) / short, (y + 0.5) / short)
    let red = 0
    let green = 0
    let blue = 0
    for (let k = 0; k < count; k++) {
      const colour = colours[sample(k)]
      const seen = colour === clear ? behind : colour
      red += seen >> 16
      green += (seen >> 8) & 255
      blue += seen & 255
    }
    pixels[pixel * 3] = Math.round(red / count)
    pixels[pixel * 3 + 1] = Math.round(green / count)
    pixels[pixel * 3 + 2] = Math.round(blue / count)
    owner[pixel] = owners[sample((count - 1) / 2)]
    if (slightest) for (let k = 0; k < count; k++) owner[pixel] ||= owners[sample(k)]
  }
  return { pixels, owner, extents: covered.map((samples, index) => extent(index + 1, samples)) }

  function extent(id: number, drawn: number): Extent {
    let [left, top, right, bottom, area] = [width, height, 0, 0, 0]
    for (let pixel = 0; pixel < owner.length; pixel++) {
      if (owner[pixel] !== id) continue
      const x = pixel % width
      const y = (pixel - x) / width
      left = Math.min(left, x)
      top = Math.min(top, y)
      right = Math.max(right, x + 1)
      bottom = Math.max(bottom, y + 1)
      area++
    }
    let shown = 0
    for (let sample = 0; sample < owners.length; sample++) if (owners[sample] === id) shown++
    return { box: area ? [left, top, right, bottom] : [0, 0, 0, 0], area, visible: drawn ? shown / drawn : 0 }
  }
}
