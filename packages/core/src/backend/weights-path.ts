import { PamiError } from "../error.ts"

/**
 * Checks that a file of weights which a model names lies in or below the model's folder, going by its name: relative,
 * with `/` between folders, and never above the folder. Links are the file system's: whoever opens the file compares
 * real paths, too.
 *
 * @param path as the model's file has it
 * @param model name of the model's file, for the message
 * @throws PamiError `WEIGHTS_OUTSIDE`
 */
export function checkWeightsPath(path: string, model: string): void {
  let depth = 0
  const stays = path.split("/").every((folder) => {
    depth += folder === ".." ? -1 : folder === "." || folder === "" ? 0 : 1
    return depth >= 0
  })
  if (stays && depth > 0 && !/^\/|^[a-z][a-z0-9+.-]*:|[\\\0]/i.test(path)) return
  throw weightsOutside(path, model)
}

/** The error for weights outside the model's folder. */
export function weightsOutside(path: string, model: string): PamiError {
  const fix =
    "put the file into the model's folder and name it from there, or give the bytes of all files by name"
  return new PamiError(
    "WEIGHTS_OUTSIDE",
    `${model} has weights in ${JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path)}, outside its own folder, where no model may read: ${fix}`,
  )
}
