import { realpath } from "node:fs/promises"
import { isAbsolute, relative, resolve, sep } from "node:path"
import { dataSetError } from "../data-set-error.ts"
import { fileError } from "./read.ts"

/**
 * Returns the path of a file that an annotation names, inside the folder of the data set.
 *
 * @param place of the annotation, for messages
 * @throws PamiError `PATH_OUTSIDE` for a name, or a link, that leads out of the folder; `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function pathInside(folder: string, name: string, place?: string): Promise<string> {
  const outside = () =>
    dataSetError("PATH_OUTSIDE", `"${name.slice(0, 200)}" leads out of the folder of the data set`, {
      ...(place !== undefined && { place }),
    })
  if (name === "" || name.includes("\0") || isAbsolute(name)) throw outside()
  const path = resolve(folder, name)
  if (!isInside(resolve(folder), path)) throw outside()
  const [root, file] = await Promise.all([folder, path].map((one) => realpath(one))).catch(
    (cause: unknown) => {
      throw fileError(path, cause)
    },
  )
  if (!isInside(root, file)) throw outside()
  return path
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
