import { readdir, realpath } from "node:fs/promises"
import { basename, extname, join, sep } from "node:path"
import { PamiError } from "@pami/core"
import { modelInFolder } from "@pami/explainer/node"

/** A model of the folder. */
export interface ServedModel {
  /** Name in requests: that of its folder, or of its file without the extension. */
  readonly name: string
  /** Path of the file or the folder. */
  readonly path: string
  /** Name of the file that is loaded first: its ending tells the format. */
  readonly file: string
}

/**
 * Returns the models of a folder by name: each `.onnx` file in it, and each folder in it that holds a model. Requests choose among
 * these names; no path is made from a request.
 *
 * @throws PamiError `FILE_NOT_FOUND` for a folder that does not exist or has no models, `FILE_UNREADABLE` for a link out of it
 */
export async function servedModels(folder: string): Promise<ReadonlyMap<string, ServedModel>> {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new PamiError("FILE_NOT_FOUND", `the folder ${folder} does not exist`, { cause })
  })
  const models = new Map<string, ServedModel>()
  const entries = await readdir(root, { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(root, entry.name)
    const file = await fileOf(path)
    if (file === undefined) continue
    const real = await realpath(path)
    if (!real.startsWith(root + sep))
      throw new PamiError("FILE_UNREADABLE", `${path} is a link out of the folder: copy the model into it`)
    const name = entry.isDirectory() ? entry.name : basename(entry.name, extname(entry.name))
    if (!models.has(name)) models.set(name, { name, path, file })
  }
  if (models.size === 0)
    throw new PamiError(
      "FILE_NOT_FOUND",
      `the folder ${folder} holds no models: expected .onnx files, or folders with a model.onnx or model.json`,
    )
  return models
}

/** Returns the file that is loaded first; undefined for anything but a model. */
async function fileOf(path: string): Promise<string | undefined> {
  if (extname(path).toLowerCase() === ".onnx") return basename(path)
  try {
    const found = await modelInFolder(path)
    if (found === undefined) return undefined
    return "model" in found ? found.model : found.encoder
  } catch {
    // A folder without a model, or with several.
    return undefined
  }
}
