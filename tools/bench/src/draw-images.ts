import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { encodePng } from "@pami/image/node"
import { scene } from "@pami/zoo"

/** Draws images of the zoo into a new folder, `0.png` to `COUNT-1.png`. */
export async function drawImages(folder: string, count: number): Promise<void> {
  await mkdir(folder)
  for (let seed = 0; seed < count; seed++) {
    const { width, height, pixels: data } = scene(seed)
    await writeFile(join(folder, `${seed}.png`), await encodePng({ width, height, channels: 3, data }))
  }
}
