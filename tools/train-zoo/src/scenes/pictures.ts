import { encodePng } from "@pami/image/node"
import { kinds, pictures, type Scene, scene } from "@pami/zoo"
import { mkdir, writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"

// Chosen by eye: two objects far apart, fully visible.
const sampleSeed = 219
const tile = 80
const columns = 8

/** Writes the sample scene and a sheet that shows every kind. */
export async function writePictures(): Promise<void> {
  const sheet = new URL("kinds.png", pictures.scene)
  await mkdir(new URL(".", pictures.scene), { recursive: true })
  const { width, height, pixels } = scene(sampleSeed, {
    width: 512,
    kinds: ["butterfly", "mushroom"],
    size: [0.42, 0.45],
  })
  await save(pictures.scene, width, height, pixels)

  const tiles = kinds.flatMap((kind, index) =>
    [0, 1].map((turn) =>
      scene(40 + index + 100 * turn, { width: tile, kinds: [kind], size: [0.75, 0.85], clutter: 0.5 }),
    ),
  )
  await save(sheet, columns * tile, Math.ceil(tiles.length / columns) * tile, tiled(tiles))
}

function tiled(tiles: readonly Scene[]): Uint8Array {
  const width = columns * tile
  const out = new Uint8Array(width * Math.ceil(tiles.length / columns) * tile * 3)
  tiles.forEach(({ pixels }, index) => {
    const left = (index % columns) * tile
    const top = Math.floor(index / columns) * tile
    for (let y = 0; y < tile; y++)
      out.set(pixels.subarray(y * tile * 3, (y + 1) * tile * 3), ((top + y) * width + left) * 3)
  })
  return out
}

async function save(file: URL, width: number, height: number, data: Uint8Array): Promise<void> {
  await writeFile(fileURLToPath(file), await encodePng({ width, height, channels: 3, data }))
}
