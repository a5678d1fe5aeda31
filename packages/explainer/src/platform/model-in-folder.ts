import { readdir, stat } from "node:fs/promises"
import { join, posix } from "node:path"
import { PamiError } from "@pami/core"
import { expectedModel, modelAmong, modelPaths, onnxAmong } from "@pami/recipe"
import type { ModelFiles } from "@pami/recipe"

// Those that may hold the file of a model.
const folders = [...new Set(modelPaths.map((file) => posix.dirname(file)))]

/**
 * Returns the model in a folder, in the usual layouts of Hugging Face; undefined for a path that is not a folder.
 *
 * @throws PamiError `FILE_NOT_FOUND` for a folder without a model, and for one with several
 */
export async function modelInFolder(path: string): Promise<ModelFiles | undefined> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) return undefined
  const files = await filesIn(path)
  const found = modelAmong(files)
  if (found !== undefined)
    return "model" in found
      ? { model: join(path, found.model) }
      : { encoder: join(path, found.encoder), decoder: join(path, found.decoder) }
  const others = onnxAmong(files)
  throw new PamiError(
    "FILE_NOT_FOUND",
    others.length === 0
      ? `the folder ${path} holds no model: expected ${expectedModel}`
      : `the folder ${path} holds ${others.length} models (${others.join(", ")}): name one of them`,
  )
}

/** Returns the files of a folder, and of the folders in it that may hold a model. */
async function filesIn(path: string): Promise<string[]> {
  const found: string[] = []
  for (const folder of folders) {
    const entries = await readdir(join(path, folder), { withFileTypes: true }).catch(() => [])
    found.push(...entries.filter((entry) => !entry.isDirectory()).map(({ name }) => posix.join(folder, name)))
  }
  return found
}
