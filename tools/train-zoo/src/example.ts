import { kinds } from "@pami/zoo"
import { baseline } from "./baseline.ts"
import { part } from "./part.ts"
import { mostObjects, type Pool } from "./pool.ts"
import { classes, normalise, side } from "./preprocessing.ts"

const units = side * side
// Examples are made one at a time, so they share these arrays for one image.
const picture = new Float32Array(units * 3)
const masked = new Float32Array(units * 3)
const mask = new Uint8Array(units)
const owner = new Uint8Array(units)

/**
 * Writes one training example: a whole scene, or one part of it with the rest masked. The target distributes 1 among
 * the kinds that are visible enough, and `nothing`.
 *
 * @param pixels `[side, side, 3]`, normalised
 * @param target `[classes]`
 */
export function writeExample(
  next: () => number,
  pool: Pool,
  index: number,
  pixels: Float32Array,
  target: Float32Array,
): void {
  load(next, pool, index)
  if (next() < 0.2) {
    mask.fill(1)
  } else {
    baseline(next, picture, side, masked)
    part(next, owner, side, mask)
    if (next() < 0.02) mask.fill(0)
  }
  for (let unit = 0, i = 0; unit < units; unit++)
    for (let c = 0; c < 3; c++, i++) pixels[i] = normalise(mask[unit] ? picture[i] : masked[i])
  writeTarget(pool.kinds.subarray(index * mostObjects, (index + 1) * mostObjects), target)
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

// Below the first share of its visible pixels an object counts as masked, above the second as fully visible.
const least = 0.1
const ample = 0.6

function writeTarget(objects: Uint8Array, target: Float32Array): void {
  const total = new Float64Array(mostObjects + 1)
  const preserved = new Float64Array(mostObjects + 1)
  for (let unit = 0; unit < units; unit++) {
    total[owner[unit]]++
    preserved[owner[unit]] += mask[unit]
  }
  target.fill(0)
  let sum = 0
  for (let object = 0; object < mostObjects; object++) {
    if (objects[object] === 255 || total[object + 1] === 0) continue
    const share = preserved[object + 1] / total[object + 1]
    const t = Math.min(1, Math.max(0, (share - least) / (ample - least)))
    const weight = t * t * (3 - 2 * t)
    target[objects[object]] += weight
    sum += weight
  }
  target[kinds.length] = Math.max(0, 1 - sum)
  for (let k = 0; k < classes.length; k++) target[k] /= Math.max(1, sum)
}
