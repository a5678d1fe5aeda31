import { random } from "@pami/core/tensor"
import { cos, sin } from "./arithmetic.ts"
import { choose, countOf } from "./range.ts"

/** Names of the solids, in the order of the classes of the model (0 to 3). */
export const solids = ["ball", "cross", "rod", "plate"] as const

/** Name of a solid. */
export type SolidName = (typeof solids)[number]

/** Options of a volume. The seed decides everything else. */
export interface VolumeOptions {
  /** Number of different solids, 0 to 2, or an inclusive range. Default: 1. */
  readonly solids?: number | readonly [number, number]
  /** Level of the noise, relative to the usual level: 0 to 3. Default: 1. */
  readonly noise?: number
}

/** A solid in a volume. */
export interface SolidObject {
  /** Index in `solids`, which is the class of the model. */
  readonly solid: number
  readonly name: SolidName
  /** Its middle: slice, row and column. */
  readonly centre: readonly [number, number, number]
  /** Number of voxels. */
  readonly size: number
}

/** A volume in which the owner of every voxel is known. */
export interface Volume {
  /** Voxels on each axis, 24. */
  readonly side: number
  /** Values, `[slices, rows, columns]`, about 0 to 1. */
  readonly values: Float32Array
  /** Owner of each voxel, `[slices, rows, columns]`: k for `objects[k - 1]`, 0 for everything else. */
  readonly owner: Uint8Array
  readonly objects: readonly SolidObject[]
}

/** Voxels on each axis of a volume. */
export const volumeSide = 24

const side = volumeSide
const reach = 6.5

/** Whether a point is in a solid, which fills about [-1, 1] on its longest axis. */
const inside: Readonly<Record<SolidName, (x: number, y: number, z: number) => boolean>> = {
  ball: (x, y, z) => x * x + y * y + z * z < 0.8,
  cross: (x, y, z) => {
    const thin = [x, y, z].filter((value) => Math.abs(value) < 0.3).length
    return thin >= 2 && Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) < 1.05
  },
  rod: (x, y, z) => x * x + y * y < 0.12 && Math.abs(z) < 1.1,
  plate: (x, y, z) => Math.abs(z) < 0.26 && Math.max(Math.abs(x), Math.abs(y)) < 0.95,
}

/**
 * Returns the volume of a seed: bright solids, turned and of different sizes, in clouds of noise with small specks. The
 * same seed and options give the same values in every engine.
 *
 * @param seed any integer, of which the low 32 bits are used
 * @throws RangeError for an option outside its range
 */
export function volume(seed: number, options: VolumeOptions = {}): Volume {
  const { noise = 1 } = options
  if (!(noise >= 0 && noise <= 3)) throw new RangeError(`noise must be from 0 to 3, got ${noise}`)
  const next = random(seed)
  const chosen = choose(next, countOf(next, "solids", options.solids ?? 1, 2), solids.length)
  const values = clouds(next, noise)
  const owner = new Uint8Array(side ** 3)
  const middles: number[][] = []
  const drawn = chosen.map((solid, index) => {
    const radius = reach * (0.75 + 0.25 * next())
    const centre = spot(next, radius, middles)
    middles.push(centre)
    const turn = rotation(next)
    const brightness = 0.35 + 0.3 * next()
    const name = solids[solid]
    eachVoxel((at, position) => {
      const [dz, dy, dx] = position.map((value, axis) => (value - centre[axis]) / radius)
      if (owner[at] !== 0 || !inside[name](...turn(dx, dy, dz))) return
      values[at] += brightness
      owner[at] = index + 1
    })
    return { solid, name, centre: centre as [number, number, number] }
  })
  const objects = drawn.map((object, index) => ({
    ...object,
    size: owner.reduce((count, own) => count + (own === index + 1 ? 1 : 0), 0),
  }))
  return { side, values, owner, objects }
}

function eachVoxel(visit: (at: number, position: readonly number[]) => void): void {
  for (let at = 0; at < side ** 3; at++)
    visit(at, [Math.floor(at / side / side), Math.floor(at / side) % side, at % side])
}

/** Returns a middle within the volume, as far from the others as the best of several. */
function spot(next: () => number, radius: number, others: readonly number[][]): number[] {
  const margin = Math.min(0.8 * radius, side / 2)
  let best: number[] = []
  let room = -1
  for (let attempt = 0; attempt < 40; attempt++) {
    const centre = Array.from({ length: 3 }, () => margin + (side - 2 * margin) * next())
    const free = others.reduce((least, other) => {
      const square = other.reduce(
        (sum, value, axis) => sum + (value - centre[axis]) * (value - centre[axis]),
        0,
      )
      return Math.min(least, square)
    }, 1e9)
    if (free > room) [best, room] = [centre, free]
  }
  return best
}

/** Returns a random rotation: about one axis, then about another. */
function rotation(next: () => number): (x: number, y: number, z: number) => [number, number, number] {
  const [first, second] = [2 * Math.PI * next(), 2 * Math.PI * next()]
  const [c, s, d, t] = [cos(first), sin(first), cos(second), sin(second)]
  return (x, y, z) => {
    const [u, v] = [c * x + s * y, c * y - s * x]
    return [u, d * v + t * z, d * z - t * v]
  }
}

/** Returns values about 0.25: white noise, a slope, and specks of a few voxels. */
function clouds(next: () => number, noise: number): Float32Array {
  const values = new Float32Array(side ** 3)
  const slope = Array.from({ length: 3 }, () => (noise * 0.2 * (next() - 0.5)) / side)
  const level = noise * (0.04 + 0.06 * next())
  eachVoxel((at, position) => {
    const drift = position.reduce((sum, value, axis) => sum + slope[axis] * (value - side / 2), 0)
    values[at] = 0.25 + drift + level * 2 * (next() + next() + next() - 1.5)
  })
  const specks = Math.floor(12 * noise * next())
  for (let speck = 0; speck < specks; speck++) {
    const [z, y, x] = Array.from({ length: 3 }, () => Math.floor((side - 1) * next()))
    const strength = 0.6 * next()
    for (let k = 0; k < 8; k++)
      if (next() < 0.7) values[((z + (k >> 2)) * side + y + ((k >> 1) & 1)) * side + x + (k & 1)] += strength
  }
  return values
}
