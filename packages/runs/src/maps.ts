import { mkdir, readdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Explanation } from "@pami/core"
import { encodeMaps } from "@pami/explainer"
import { encodeNpz } from "@pami/recipe"
import { removeDrafts, writeDurably } from "./durable.ts"
import { unwritable } from "./run-error.ts"

/** Returns the name of the file with the maps of a key, in the folder of a run: `maps/a1/a1b2….npz`. The names of strangers' files do not matter. */
export function nameOfMap(key: string): string {
  return `maps/${key.slice(0, 2)}/${key}.npz`
}

/** Returns whether a line, which may be a stranger's, names a map of a run. */
export function isMapName(name: string): boolean {
  return /^maps\/[\da-f]{2}\/[\da-f]{64}\.npz$/.test(name)
}

/** Removes the drafts of maps that killed processes left behind. No other process may write maps there. */
export async function tidyMaps(folder: string): Promise<void> {
  const within = join(folder, "maps")
  const names = await readdir(within).catch(() => [])
  for (const name of names) await removeDrafts(join(within, name))
}

/**
 * Writes the maps of an input: a `.npz` file with the array `map`, float32 `[height, width]` of an image, of several maps
 * `[maps, height, width]`. It is on the disk once the promise resolves.
 *
 * @returns its name in the folder
 * @throws PamiError `FILE_UNWRITABLE`
 */
export async function writeMap(
  folder: string,
  key: string,
  maps: readonly Float32Array[],
  explanation: Pick<Explanation, "grids">,
): Promise<string> {
  const name = nameOfMap(key)
  const path = join(folder, name)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeDurably(path, [encodeNpz({ map: encodeMaps(maps, explanation) })])
    return name
  } catch (error) {
    throw unwritable(path, error)
  }
}
