// Compares @pami/superpixels with scikit-image and OpenCV: time and, given a reference, label maps.
//   pnpm bench superpixels [--reference FOLDER] [--pictures FOLDER]
// --reference: labels/PICTURE.SETTING.png (one byte per pixel) and reference.json with the reference's seconds.
// --pictures: PICTURE.png. Default: the images beside the reference; without a reference, drawn images.
import { existsSync } from "node:fs"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { drawnPicture, picturesOf } from "./superpixels-pictures.ts"
import { superpixelsQuality } from "./superpixels-quality.ts"
import { superpixelsSpeed } from "./superpixels-speed.ts"

/** Number of images to time: Python needs about ten seconds for each. */
const TIMED = 4

/**
 * Prints both tables. Relative paths start from the folder in which the package manager was called.
 *
 * @throws Error for a folder that does not exist; TypeError for an unknown option
 */
export async function superpixels(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { reference: { type: "string" }, pictures: { type: "string" } },
  })
  const reference = values.reference === undefined ? undefined : folderAt(values.reference)
  let pictures = values.pictures === undefined ? undefined : folderAt(values.pictures)
  if (reference !== undefined) {
    pictures ??= folderAt(join(reference, "../data/photos-224"))
    await superpixelsQuality(reference, pictures)
  }
  const all =
    pictures === undefined
      ? Array.from({ length: TIMED }, (_, seed) => drawnPicture(seed + 1))
      : await picturesOf(pictures)
  await superpixelsSpeed(all.slice(0, TIMED))
}

function folderAt(path: string): string {
  const folder = resolve(process.env["INIT_CWD"] ?? ".", path)
  if (!existsSync(folder))
    throw new Error(`there is no folder ${folder}: give --reference FOLDER or --pictures FOLDER`)
  return folder
}

if (import.meta.main) await superpixels(process.argv.slice(2))
