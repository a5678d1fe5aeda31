import { unzipSync } from "fflate"
import type { PackedFile } from "./contract.ts"

// As much as the largest model that a tab holds; and more than the folder of any model has.
const mostBytes = 2 ** 31 - 1
const mostFiles = 2000
// Weights hardly shrink; only what was made to fill the memory unpacks to hundreds of times its size.
const mostGrowth = 100
const smallEnough = 64e6

/**
 * Returns the files of a zip archive. Their paths are names, and lead nowhere.
 *
 * @throws `ARCHIVE_INVALID`, `ARCHIVE_TOO_LARGE` before anything is unpacked
 */
export async function unzip(archive: Blob, name: string): Promise<readonly PackedFile[]> {
  if (archive.size > mostBytes) throw tooLarge(`has ${archive.size} bytes`)
  const bytes = new Uint8Array(await archive.arrayBuffer())
  let [total, count] = [0, 0]
  try {
    const files = unzipSync(bytes, {
      filter({ name: path, originalSize }) {
        if (!isWanted(path)) return false
        total += originalSize
        count++
        if (total > mostBytes) throw tooLarge("unpacks to more than 2 GB")
        if (total > smallEnough && total > mostGrowth * bytes.length)
          throw tooLarge(`unpacks to more than ${mostGrowth} times its size`)
        if (count > mostFiles) throw tooLarge(`has more than ${mostFiles} files`)
        return true
      },
    })
    return Object.entries(files).map(([path, bytes]) => ({ path, bytes }))
  } catch (error) {
    if ((error as { code?: unknown }).code === "ARCHIVE_TOO_LARGE") throw error
    throw {
      code: "ARCHIVE_INVALID",
      message: `${name} cannot be unpacked (${(error as Error).message}). Unpack it with another program, and open the folder`,
    }
  }

  function tooLarge(why: string) {
    return {
      code: "ARCHIVE_TOO_LARGE",
      message: `${name} ${why}. Unpack it with another program, and open the files of the model alone`,
    }
  }
}

/** Whether a path is that of a file which its author wrote, in the archive's own folder. */
function isWanted(path: string): boolean {
  const parts = path.split("/")
  return !path.endsWith("/") && parts[0] !== "__MACOSX" && !parts.some((part) => /^(\..*|)$/.test(part))
}
