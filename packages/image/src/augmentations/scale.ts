import type { Augmentation, AxisTransform } from "@pami/core"
import { checkPicture, type Pixels } from "../picture.ts"
import { byAxes, reflect, sizeOfGrid } from "./gather.ts"

/** How far an image is zoomed. */
export interface ScaleOptions {
  /** Above 1 enlarges, below 1 makes smaller; 0.5 to 2. */
  readonly factor: number
}

/**
 * Zooms an image about its centre, bilinear. Made smaller, it is surrounded by its mirror image, as by `shift`. On the
 * way back, bilinear too, units that left the frame get 0 and the mirrored filler counts for nothing.
 *
 * @throws RangeError for a factor out of its range
 */
export function scale({ factor }: ScaleOptions): Augmentation<Pixels> {
  if (!(factor >= 0.5 && factor <= 2)) throw new RangeError(`factor is from 0.5 to 2, not ${factor}`)
  return {
    name: `scale by ${factor}`,
    settings: { factor },
    forward(pixels) {
      checkPicture(pixels)
      return enlarge(pixels, factor)
    },
    inverse(shape) {
      const { width, height } = sizeOfGrid(shape)
      return byAxes(backAlong(height, factor), backAlong(width, factor))
    },
  }
}

function enlarge({ width, height, data }: Pixels, factor: number): Pixels {
  const columns = neighbours(width, factor)
  const rows = neighbours(height, factor)
  const out = new Float32Array(data.length)
  for (let y = 0, to = 0; y < height; y++) {
    const above = rows.first[y] * width
    const below = rows.second[y] * width
    for (let x = 0; x < width; x++) {
      const left = columns.first[x]
      const right = columns.second[x]
      for (let channel = 0; channel < 3; channel++) {
        const upper = mix(
          data[(above + left) * 3 + channel],
          data[(above + right) * 3 + channel],
          columns.share[x],
        )
        const lower = mix(
          data[(below + left) * 3 + channel],
          data[(below + right) * 3 + channel],
          columns.share[x],
        )
        out[to++] = mix(upper, lower, rows.share[y])
      }
    }
  }
  return { width, height, data: out }
}

/** Along one axis, the two source pixels that each pixel of the copy lies between, and the share of the second. */
function neighbours(
  length: number,
  factor: number,
): { first: Int32Array; second: Int32Array; share: Float64Array } {
  const first = new Int32Array(length)
  const second = new Int32Array(length)
  const share = new Float64Array(length)
  for (let i = 0; i < length; i++) {
    const position = aboutCentre(i, length, 1 / factor)
    const below = Math.floor(position)
    first[i] = reflect(below, length)
    second[i] = reflect(below + 1, length)
    share[i] = position - below
  }
  return { first, second, share }
}

/** Along one axis, the two units of the variant that each unit of the source lies between; none when it left the frame. */
function backAlong(length: number, factor: number): AxisTransform {
  const inSource = (unit: number) => aboutCentre(unit, length, 1 / factor)
  // Beyond these the variant is filler: a unit between a true one and filler takes the true one alone.
  let edge = 0
  while (inSource(edge) < -0.5) edge++
  const last = length - 1 - edge
  const first = new Int32Array(length).fill(-1)
  const second = new Int32Array(length)
  const share = new Float64Array(length)
  for (let unit = 0; unit < length; unit++) {
    const exact = aboutCentre(unit, length, factor)
    if (exact < -0.5 || exact > length - 0.5) continue
    const position = Math.min(last, Math.max(edge, exact))
    first[unit] = Math.floor(position)
    second[unit] = Math.ceil(position)
    share[unit] = position - first[unit]
  }
  return { first, second, share }
}

function aboutCentre(position: number, length: number, factor: number): number {
  const centre = (length - 1) / 2
  return centre + (position - centre) * factor
}

// Equal values give exactly that value: a constant count stays constant.
function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share
}
