import type { Explanation } from "@pami/core"
import { encodeNpy } from "@pami/image"

/**
 * Returns maps as the bytes of a `.npy` file: `[height, width]`, of several maps `[maps, height, width]`. Of an input of several
 * grids, such as two texts, `[units]`, one grid behind the other.
 */
export function encodeMaps(maps: readonly Float32Array[], { grids }: Pick<Explanation, "grids">): Uint8Array {
  const shape = grids.length === 1 ? grids[0].shape : [maps[0].length]
  if (maps.length === 1) return encodeNpy(maps[0], shape)
  const all = new Float32Array(maps.length * maps[0].length)
  for (const [index, map] of maps.entries()) all.set(map, index * map.length)
  return encodeNpy(all, [maps.length, ...shape])
}
