import { realpath, stat } from "node:fs/promises"
import { dirname, join, posix, relative, sep } from "node:path"
import { checkWeightsPath, readFile, readOnnx } from "@pami/backend-kit"
import { withFileBytes } from "@pami/backend-kit/node"
import { mostJsonBytes, parseModelJson } from "@pami/backend-kit/tfjs-model"
import { PamiError } from "@pami/core"
import { modelInFolder } from "@pami/explainer/node"
import { filesNear } from "@pami/recipe"
import type { ServedModel } from "../served-models.ts"

/** A file of a model, which the site fetches. */
export interface ModelFile {
  /** Path from the model's folder, with `/` between folders: `onnx/model.onnx`. */
  readonly path: string
  /** Size in bytes. */
  readonly size: number
  /** Path on the disk, without links. */
  readonly real: string
}

/**
 * Returns the files of a model by their paths: the file of the model, or those of its encoder and its decoder; the files of weights
 * that these name; and the files near them that are looked for, such as labels and tokenizers.
 *
 * @throws PamiError `FILE_NOT_FOUND` for weights that are missing; `WEIGHTS_OUTSIDE` for those that may not be served; the errors of
 *   a model's file that cannot be read
 */
export async function filesOfModel(model: ServedModel): Promise<ReadonlyMap<string, ModelFile>> {
  const inFolder = await modelInFolder(model.path).catch((cause: unknown) => {
    const message = `${model.name} no longer holds one model: its folder was changed after the server started`
    throw new PamiError("FILE_NOT_FOUND", message, { cause })
  })
  const folder = inFolder === undefined ? dirname(model.path) : model.path
  // That of the server, without links.
  const root = dirname(model.path)
  const files = new Map<string, ModelFile>()
  for (const own of inFolder === undefined ? [model.path] : Object.values(inFolder)) {
    const path = relative(folder, own).replaceAll(sep, "/")
    const file = await find(root, folder, path)
    if (file === undefined) throw new PamiError("FILE_NOT_FOUND", `${model.name} has no file ${path}`)
    files.set(path, file)
    for (const name of await weightsOf(file)) {
      checkWeightsPath(name, path)
      const weights = posix.join(posix.dirname(path), name)
      const found = await find(root, folder, weights)
      if (found === undefined)
        throw new PamiError("FILE_NOT_FOUND", `${weights}, which holds weights of ${path}, does not exist`)
      files.set(weights, found)
    }
    for (const place of new Set([posix.dirname(path), "."]))
      for (const name of filesNear) {
        const found = await find(root, folder, posix.join(place, name))
        if (found !== undefined) files.set(found.path, found)
      }
  }
  return files
}

/**
 * Returns a file; undefined for a missing one.
 *
 * @throws PamiError `WEIGHTS_OUTSIDE` for a file outside the server's folder, and for a hidden one
 */
async function find(root: string, folder: string, path: string): Promise<ModelFile | undefined> {
  const real = await realpath(join(folder, path)).catch(() => undefined)
  if (real === undefined) return undefined
  const names = [...relative(root, real).split(sep), ...path.split("/")]
  if (names.some((name) => name.startsWith(".")))
    throw new PamiError(
      "WEIGHTS_OUTSIDE",
      `${path} is hidden, or outside the folder of the server: it is not served`,
    )
  const found = await stat(real)
  return found.isFile() ? { path, size: found.size, real } : undefined
}

/** Returns the names of the files that hold weights, as the file of a model has them. */
async function weightsOf({ path, size, real }: ModelFile): Promise<readonly string[]> {
  if (!path.toLowerCase().endsWith(".json"))
    return (await withFileBytes(real, size, (bytes) => readOnnx(bytes, path))).externalFiles
  const { weightsManifest } = parseModelJson(await readFile(real, mostJsonBytes + 1, path), path)
  return weightsManifest?.flatMap(({ paths }) => paths) ?? []
}
