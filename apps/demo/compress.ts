// Writes compressed copies beside the files of a built site, for hosts that send them: node compress.ts FOLDER
import { globSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"

const compressible = "**/*.{html,js,css,svg,json,webmanifest,wasm,onnx}"

// A file that is smaller comes in one packet anyway, in bytes.
const smallest = 1400

// A copy that saves less is not worth its place: weights of models hardly become smaller.
const largestShare = 0.9

const formats = {
  // The best quality takes ten times as long, for a tenth of the size.
  br: (file: Buffer) =>
    promisify(brotliCompress)(file, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 },
    }),
  gz: (file: Buffer) => promisify(gzip)(file, { level: 9 }),
} as const

/** Writes `FILE.br` and `FILE.gz` beside each file of a folder that becomes smaller by it. Returns how many. */
export async function compress(folder: string): Promise<number> {
  let count = 0
  for (const name of globSync(compressible, { cwd: folder })) {
    const path = join(folder, name)
    const file = await readFile(path)
    if (file.length < smallest) continue
    for (const [ending, shrink] of Object.entries(formats)) {
      const copy = await shrink(file)
      if (copy.length > file.length * largestShare) continue
      await writeFile(`${path}.${ending}`, copy)
      count++
    }
  }
  return count
}

if (import.meta.main) {
  const [folder = "dist"] = process.argv.slice(2)
  console.log(`${await compress(resolve(folder))} compressed copies are in ${folder}.`)
}
