import { nodeModule } from "../platform.ts"
import { fileError } from "./file-error.ts"
import { checkWeightsPath, nameWeights, weightsOutside } from "./weights-path.ts"

/**
 * Returns the real path of a weights file on disk, links followed. It must lie in or below the folder of the model's path,
 * or the folder of the model's real path: in a cache of Hugging Face both are links into a store. For Node.
 *
 * @param name name in the model's file
 * @param model path of the model's file
 * @throws PamiError `WEIGHTS_OUTSIDE`, `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function locateWeights(name: string, model: string): Promise<string> {
  const { realpath } = nodeModule<typeof import("node:fs/promises")>("node:fs/promises")!
  const { dirname, resolve, sep } = nodeModule<typeof import("node:path")>("node:path")!
  checkWeightsPath(name, model)
  const path = resolve(dirname(model), name)
  try {
    const folders = [await realpath(dirname(model)), dirname(await realpath(model))]
    const real = await realpath(path)
    if (folders.some((folder) => real.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)))
      return real
  } catch (cause) {
    throw fileError(cause as Error, nameWeights(path, model))
  }
  throw weightsOutside(name, model)
}
