import { readdirSync } from "node:fs"
import { join } from "node:path"
import { decodePicture } from "@pami/image/node"

/** An RGB image as bytes. */
export interface Picture {
  readonly name: string
  readonly height: number
  readonly width: number
  /** `[height, width, 3]`. */
  readonly data: Uint8Array
}

/** Loads the PNG files of a folder, or the named ones. */
export async function picturesOf(folder: string, names?: readonly string[]): Promise<Picture[]> {
  const found = readdirSync(folder).filter((file) => file.endsWith(".png"))
  const files = names?.map((name) => `${name}.png`) ?? found.sort()
  return Promise.all(
    files.map(async (file) => {
      const { height, width, data } = await decodePicture(join(folder, file))
      return { name: file.slice(0, -4), height, width, data: Uint8Array.from(data) }
    }),
  )
}

/** Draws a seeded image of 224 x 224 pixels: noisy discs with gradients and stripes. */
export function drawnPicture(seed: number): Picture {
  const side = 224
  const next = generator(seed)
  const discs = Array.from({ length: 14 }, () => ({
    x: next() * side,
    y: next() * side,
    radius: 15 + next() * 60,
    color: [next() * 255, next() * 255, next() * 255],
    slope: [next() - 0.5, next() - 0.5],
    stripes: next() < 0.4 ? 20 * next() : 0,
    period: 3 + next() * 9,
  }))
  const data = new Uint8Array(side * side * 3)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = discs.findLast((disc) => Math.hypot(x - disc.x, y - disc.y) < disc.radius) ?? discs[0]
      const shade =
        at.slope[0] * (x - at.x) + at.slope[1] * (y - at.y) + at.stripes * Math.sin((x + y) / at.period)
      for (let channel = 0; channel < 3; channel++) {
        const value = at.color[channel] + shade + 16 * (next() - 0.5)
        data[(y * side + x) * 3 + channel] = Math.min(Math.max(value, 0), 255)
      }
    }
  }
  return { name: `seed ${seed}`, height: side, width: side, data }
}

/** Returns a seeded generator of numbers in [0, 1) (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
