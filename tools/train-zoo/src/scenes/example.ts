import { baseline } from "./baseline.ts"
import { part } from "./part.ts"
import { mostObjects, type Pool } from "./pool.ts"
import { normalise, side } from "./preprocessing.ts"
import { visible } from "../visible.ts"

const units = side * side
// Examples are made one at a time, so they share these arrays for one image.
const picture = new Float32Array(units * 3)
const masked = new Float32Array(units * 3)
const mask = new Uint8Array(units)
const owner = new Uint8Array(units)

/** The truth about a scene of which one part is preserved. The arrays are valid until the next example. */
export interface MaskedScene {
  /** Owner of each pixel, `[side, side]`. */
  readonly owner: Uint8Array
  /** Whether each pixel is preserved, `[side, side]`. */
  readonly mask: Uint8Array
  /** Kind of each object. */
  readonly kinds: readonly number[]
  /** How visible each object is, 0 to 1. */
  readonly weights: Float64Array
}

/**
 * Writes one training image: a whole scene with probability `whole`, or one part of it with the rest masked.
 *
 * @param pixels `[side, side, 3]`, normalised
 */
export function writeScene(
  next: () => number,
  pool: Pool,
  index: number,
  pixels: Float32Array,
  whole = 0.2,
): MaskedScene {
  load(next, pool, index)
  if (next() < whole) {
    mask.fill(1)
  } else {
    baseline(next, picture, side, masked)
    part(next, owner, side, mask)
    if (next() < 0.02) mask.fill(0)
  }
  for (let unit = 0, i = 0; unit < units; unit++)
    for (let c = 0; c < 3; c++, i++) pixels[i] = normalise(mask[unit] ? picture[i] : masked[i])
  const objects = pool.kinds.subarray(index * mostObjects, (index + 1) * mostObjects)
  const kinds = Array.from(objects).filter((kind) => kind !== 255)
  return { owner, mask, kinds, weights: visible(owner, mask, kinds.length) }
}

/** Writes the scene and its owners into the shared arrays, possibly mirrored, with random brightness and contrast. */
function load(next: () => number, pool: Pool, index: number): void {
  const mirror = next() < 0.5
  const contrast = 0.8 + 0.4 * next()
  const brightness = 0.5 + 0.2 * (next() - 0.5)
  const first = index * units
  for (let y = 0, unit = 0; y < side; y++) {
    for (let x = 0; x < side; x++, unit++) {
      const source = first + y * side + (mirror ? side - 1 - x : x)
      owner[unit] = pool.owners[source]
      for (let c = 0; c < 3; c++) {
        const value = (pool.pixels[source * 3 + c] / 255 - 0.5) * contrast + brightness
        picture[unit * 3 + c] = Math.min(1, Math.max(0, value))
      }
    }
  }
}
