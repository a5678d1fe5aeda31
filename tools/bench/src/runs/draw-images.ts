import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { encodePng } from "@pami/image/node"
import { scene } from "@pami/zoo"

/** Writes images of the zoo to a folder, and a file that is none. */
export async function drawImages(folder: string, count: number): Promise<void> {
  await mkdir(folder)
  for (let seed = 0; seed < count; seed++) {
    const { width, height, pixels: data } = scene(seed)
    await writeFile(join(folder, `${seed}.png`), await encodePng({ width, height, channels: 3, data }))
  }
  // A corrupt one is a line, too.
  await writeFile(join(folder, "corrupt.png"), "no image")
}
