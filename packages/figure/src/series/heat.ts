import { resize, toOriginal, type Picture, type Size } from "@pami/image"
import { overlay, type OverlayOptions } from "../overlay.ts"
import { toLevels } from "../value-range.ts"
import type { DrawnSpectrogram } from "./drawn-series.ts"

/**
 * Returns the colours of a map over time on white, one row of pixels: the more important, the less white. The image is
 * stretched over the height of the panel.
 */
export async function heatOf(
  map: Float32Array,
  { length, hop, width }: { length: number; hop: number; width: number },
  options: OverlayOptions,
): Promise<Picture> {
  // Each pixel has the value of its unit: borders stay sharp, and a shorter last unit is narrower.
  const values = Float32Array.from(
    { length: width },
    (_, x) => map[Math.floor(((x + 0.5) * length) / width / hop)],
  )
  const white = new Uint8Array(3 * width).fill(255)
  return await overlay({ width, height: 1, data: white }, values, options)
}

/** Returns a spectrogram in greys, low frequencies at the foot, with a map laid over it. */
export async function spectrogramOf(
  { levels, bands }: DrawnSpectrogram,
  map: Float32Array,
  { width, height }: Size,
  options: OverlayOptions,
): Promise<Picture> {
  const own = { width: levels.length / bands.length, height: bands.length }
  const upright = (values: Float32Array) =>
    Float32Array.from(values, (_, i) => {
      const [row, frame] = [Math.floor(i / own.width), i % own.width]
      return values[frame * own.height + (own.height - 1 - row)]
    })
  const greys = toLevels(upright(levels), greyRange(levels))
  const data = Uint8Array.from({ length: 3 * greys.length }, (_, i) => greys[Math.floor(i / 3)])
  const image = await resize({ ...own, data }, { width, height }, "bilinear")
  const whole = { x: 0, y: 0, ...own }
  const heat = await toOriginal(
    upright(map),
    { grid: own, picture: own, covers: whole, shows: whole },
    width,
    height,
  )
  return await overlay(image, heat, options)
}

/** Returns the levels that become black and white: silence, far below the rest, would leave no greys for the sound. */
function greyRange(levels: Float32Array): { min: number; max: number } {
  const sorted = levels.slice().sort()
  const [min, max] = [sorted[Math.floor(sorted.length / 10)], sorted[sorted.length - 1]]
  return min < max ? { min, max } : { min: sorted[0], max }
}
