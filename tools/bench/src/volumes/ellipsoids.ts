import { functionBackend } from "@pami/backend-kit/function-backend"
import type { Model } from "@pami/core"
import { random } from "@pami/core/tensor"
import { type Volume, volumeOfArray } from "@pami/volume"

/** Voxels along each axis. */
export const side = 20

const units = side ** 3
const bright = 0.7

/** A volume with one bright object. */
export interface Ellipsoids {
  readonly volume: Volume
  /** 1 for the voxels of the bright ellipsoid. */
  readonly owner: Uint8Array
}

interface Ellipsoid {
  readonly centre: readonly number[]
  readonly radii: readonly number[]
}

/** Returns a bright ellipsoid among six darker ones, on a wavy background, in noise: the same for the same seed. */
export function ellipsoids(seed: number): Ellipsoids {
  const next = random(seed)
  const any = (low: number, high: number) => low + (high - low) * next()
  const three = (low: number, high: number) => Array.from({ length: 3 }, () => any(low, high))
  const ellipsoid = (): Ellipsoid => ({ centre: three(5, side - 5), radii: three(2, 6) })
  const object = ellipsoid()
  const others = Array.from({ length: 6 }, () => ({ ...ellipsoid(), value: any(0.3, 0.55) }))
  const waves = Array.from({ length: 6 }, () => ({
    along: three(0, 0.5),
    phase: any(0, 6),
    height: any(0.05, 0.1),
  }))
  const owner = new Uint8Array(units)
  const data = new Float32Array(units)
  for (let unit = 0; unit < units; unit++) {
    const place = [Math.floor(unit / side ** 2), Math.floor(unit / side) % side, unit % side]
    const wave = ({ along, phase, height }: (typeof waves)[number]) =>
      height * Math.sin(place.reduce((sum, at, axis) => sum + at * along[axis], phase))
    let value = waves.reduce((sum, one) => sum + wave(one), 0.2)
    for (const other of others) if (isIn(other, place)) value = other.value
    owner[unit] = Number(isIn(object, place))
    if (owner[unit] === 1) value = 0.85
    data[unit] = value + any(-0.08, 0.08) + any(-0.08, 0.08)
  }
  return { volume: volumeOfArray({ shape: [side, side, side], data }), owner }
}

function isIn({ centre, radii }: Ellipsoid, place: readonly number[]): boolean {
  return place.reduce((sum, at, axis) => sum + ((at - centre[axis]) / radii[axis]) ** 2, 0) <= 1
}

/** Returns a model that looks for as many bright voxels with bright neighbours as the object has. */
export async function brightVoxels(owner: Uint8Array): Promise<Model> {
  const size = owner.reduce((sum, one) => sum + one, 0)
  const neighbours = [-1, 1, -side, side, -(side ** 2), side ** 2]
  const backend = functionBackend(
    ({ scan: { data, shape } }) =>
      Array.from({ length: shape[0] }, (_, item) => {
        const seen = data.subarray(item * units, (item + 1) * units)
        const found = seen.filter(
          (value, unit) => value > bright && neighbours.every((step) => seen[unit + step] > bright - 0.05),
        )
        const score = 1 / (1 + Math.exp(5 - (10 * found.length) / (0.6 * size)))
        return [score, 1 - score]
      }),
    { inputs: [{ name: "scan", dtype: "float32", shape: [null, 1, side, side, side] }], itemsPerCall: 64 },
  )
  return await backend.load("bright voxels")
}
