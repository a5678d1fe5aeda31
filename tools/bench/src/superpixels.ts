// @pami/superpixels against scikit-image and OpenCV: label maps, where there are some to compare with, and time.
//   pnpm bench superpixels [--reference FOLDER] [--pictures FOLDER]
// --reference: labels/PICTURE.SETTING.png (one byte a pixel) and reference.json with the reference's seconds.
// --pictures: PICTURE.png; left out, the pictures that lie beside the reference, and without a reference drawn ones.
import { existsSync } from "node:fs"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { drawnPicture, picturesOf } from "./superpixels-pictures.ts"
import { superpixelsQuality } from "./superpixels-quality.ts"
import { superpixelsSpeed } from "./superpixels-speed.ts"

/** Pictures whose time is taken: Python needs about ten seconds for each. */
const TIMED = 4

/**
 * Prints both tables. Relative paths count from where the package manager was called, if it was.
 *
 * @throws Error on a folder that does not exist; TypeError on an option that does not
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
  if (!existsSync(folder)) throw new Error(`no folder ${folder}: say --reference FOLDER, --pictures FOLDER`)
  return folder
}

if (import.meta.main) await superpixels(process.argv.slice(2))
