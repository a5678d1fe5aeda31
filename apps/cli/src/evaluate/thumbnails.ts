import { createHash } from "node:crypto"
import { constants, copyFile, mkdir, readdir, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { overlay } from "@pami/figure"
import { resize, toOriginal } from "@pami/image"
import type { Geometry, Picture } from "@pami/image"
import { loadSharp } from "@pami/image/node"
import type Sharp from "sharp"

const digits = 24
const names = new RegExp(`^[0-9a-f]{${digits}}\\.png$`)

function folderOf(results: string): string {
  return join(results, "thumbnails")
}

/** Copies the thumbnails of evaluations to the folder of another, which has their results. Leaves out other files. */
export async function copyThumbnails(from: readonly string[], to: string): Promise<void> {
  for (const folder of from.map(folderOf)) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    const files = entries.filter((entry) => entry.isFile() && names.test(entry.name))
    if (files.length === 0 || folder === folderOf(to)) continue
    await mkdir(folderOf(to), { recursive: true })
    for (const { name } of files)
      await copyFile(join(folder, name), join(folderOf(to), name), constants.COPYFILE_FICLONE)
  }
}

// Longer side in pixels. With a palette, a thumbnail has about 10 kB.
const side = 160

/** Returns the path of the thumbnail of an input; with a method, of its overlay. The names of strangers' files do not matter. */
export function thumbnailFile(folder: string, input: string, method = ""): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([input, method]))
    .digest("hex")
  return join(folderOf(folder), `${digest.slice(0, digits)}.png`)
}

/** Writes small overlays of the maps of an input, and the input itself, for the report. */
export async function writeThumbnails(
  folder: string,
  input: string,
  { picture, geometry }: { readonly picture: Picture; readonly geometry: Geometry },
  maps: readonly { readonly name: string; readonly map: Float32Array }[],
): Promise<void> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const size = {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  }
  await mkdir(folderOf(folder), { recursive: true })
  const small = await resize(picture, size, "bilinear")
  await write(thumbnailFile(folder, input), small)
  for (const { name, map } of maps) {
    const placed = await toOriginal(map, geometry, size.width, size.height)
    await write(thumbnailFile(folder, input, name), await overlay(small, placed))
  }
}

async function write(path: string, { width, height, data }: Picture): Promise<void> {
  const sharp = await loadSharp<typeof Sharp>()
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png({ palette: true, colours: 64, effort: 1 })
    .toBuffer()
  // Whole or not at all.
  await writeFile(`${path}.part`, png)
  await rename(`${path}.part`, path)
}
