import { PamiError } from "@pami/core"

/**
 * Checks that the name of a weights file in the model's file stays in or below the model's folder: a relative
 * path with `/` between folders that never goes above the folder. It does not follow links: code that opens the file
 * must also compare real paths, as {@link locateWeights} does.
 *
 * @param path name in the model's file
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

/** Returns the error for weights outside the model's folder, with the code `WEIGHTS_OUTSIDE`. */
export function weightsOutside(path: string, model: string): PamiError {
  const fix =
    "put the file into the model's folder and name it from there, or give the bytes of all files by name"
  return new PamiError(
    "WEIGHTS_OUTSIDE",
    `${model} has weights in ${JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path)}, outside its folder, where no model may read: ${fix}`,
  )
}

/** Names a weights file in messages, together with its model. */
export function nameWeights(path: string, model: string): string {
  return `${path}, which holds weights of ${model},`
}
