import { PamiError } from "@pami/core"
import { checkWeightsPath, weightsOutside } from "@pami/core/backend"

/** A file with weights, as the model names it. */
export interface Weights {
  readonly path: string
  readonly data: Uint8Array
}

/**
 * Finds files of weights among those that were given by name: as the model names them, or without their folders, as
 * pages get files.
 *
 * @param model name of the model's file, for the message
 * @throws PamiError `FILE_NOT_FOUND`
 */
export function weightsAmong(
  files: Readonly<Record<string, Uint8Array>>,
  names: readonly string[],
  model: string,
): Weights[] {
  return names.map((path) => {
    const key = [path, path.replace(/^.*[/\\]/, "")].find((name) => Object.hasOwn(files, name))
    if (key !== undefined) return { path, data: files[key] }
    const fix =
      "give the bytes of both by name, the model's first, or the model's address with that file next to it"
    throw new PamiError("FILE_NOT_FOUND", `${model} keeps weights in "${path}", which was not given: ${fix}`)
  })
}

/** What is used of Node's file system. */
export interface FileSystem {
  realpath(path: string): Promise<string>
  dirname(path: string): string
  resolve(...paths: string[]): string
  readonly sep: string
}

/**
 * Finds a file of weights on disk, links followed: in or below the folder that the model was named in, or the one that
 * it really lies in, as in caches, whose names are links to a store. The runtime has the same rule.
 *
 * @param name as the model has it
 * @param model path of the model
 * @throws PamiError `WEIGHTS_OUTSIDE`
 * @throws what the file system does where there is no such file
 */
export async function locateWeights(name: string, model: string, files: FileSystem): Promise<string> {
  const { dirname, resolve, realpath, sep } = files
  checkWeightsPath(name, model)
  const folders = [await realpath(dirname(model)), dirname(await realpath(model))]
  const real = await realpath(resolve(dirname(model), name))
  const isInside = folders.some((folder) =>
    real.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`),
  )
  if (!isInside) throw weightsOutside(name, model)
  return real
}
