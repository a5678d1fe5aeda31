import { readdir, realpath, stat } from "node:fs/promises"
import { basename, extname, join, sep } from "node:path"
import { PamiError } from "@pami/core"
import { modelInFolder } from "@pami/explainer/node"

/** A model of the folder. */
export interface ServedModel {
  /** Name in requests: that of its folder, or of its file without the extension. */
  readonly name: string
  /** Path of the file or the folder. */
  readonly path: string
  /** Name or path of the file that is loaded first: its ending tells the format. */
  readonly file: string
}

/**
 * Returns the models of a folder by name: each `.onnx` file in it, and each folder in it that holds a model. Requests choose among
 * these names; no path is made from a request.
 *
 * @throws PamiError `FILE_NOT_FOUND` for a folder that does not exist or has no models, `FILE_UNREADABLE` for a link out of it
 * @throws RangeError for two models of one name
 */
export async function servedModels(folder: string): Promise<ReadonlyMap<string, ServedModel>> {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new PamiError("FILE_NOT_FOUND", `the folder ${folder} does not exist`, { cause })
  })
  await expectNoLinksOut(root)
  const models = new Map<string, ServedModel>()
  for (const entry of (await readdir(root)).toSorted()) {
    const path = join(root, entry)
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => undefined,
    )
    // A link that leads nowhere is not a model.
    if (isFolder === undefined) continue
    const file = isFolder ? await fileIn(path) : extname(entry).toLowerCase() === ".onnx" ? entry : undefined
    if (file === undefined) continue
    const name = isFolder ? entry : basename(entry, extname(entry))
    if (models.has(name))
      throw new RangeError(`models: two in ${folder} have the name ${name}: rename one of them`)
    models.set(name, { name, path, file })
  }
  if (models.size === 0)
    throw new PamiError(
      "FILE_NOT_FOUND",
      `the folder ${folder} holds no models: expected .onnx files, or folders with a model.onnx or model.json`,
    )
  return models
}

/** Refuses links out of a folder, anywhere in it: labels and tokenizers are read by their names. */
async function expectNoLinksOut(root: string): Promise<void> {
  for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    const real = await realpath(path).catch(() => root)
    if (real !== root && !real.startsWith(root + sep))
      throw new PamiError("FILE_UNREADABLE", `${path} is a link out of the folder: copy the file into it`)
  }
}

/** Returns the file that is loaded first; undefined for a folder without a model, or with several. */
async function fileIn(path: string): Promise<string | undefined> {
  const found = await modelInFolder(path).catch(() => undefined)
  if (found === undefined) return undefined
  return "model" in found ? found.model : found.encoder
}
