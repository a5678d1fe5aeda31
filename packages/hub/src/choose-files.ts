import { filesNear, modelAmong, type ModelFiles, onnxAmong } from "@pami/recipe"
import { hubError } from "./codes.ts"
import type { HubName } from "./hub-name.ts"

/** The files of a model, and those that an explanation needs beside them. */
export interface ChosenFiles {
  readonly model: ModelFiles
  readonly files: readonly string[]
}

/**
 * Returns the files of a repository that an explanation needs: the model, its weights in other files, and the files near it.
 *
 * @param paths of all files
 * @throws PamiError `HUB_MODEL_NOT_FOUND` for a repository without a model, or with several; for a named file that it lacks
 */
export function chooseFiles({ repository, revision, file }: HubName, paths: readonly string[]): ChosenFiles {
  const model = file === undefined ? modelAmong(paths) : paths.includes(file) ? { model: file } : undefined
  if (model === undefined) throw notFound({ repository, revision, file }, paths)
  const own = Object.values(model)
  const near = new Set([...own, ""].flatMap((one) => filesNear.map((name) => folderOf(one) + name)))
  // As exporters call them: model.onnx_data, model.onnx_data_1, model.onnx.data.
  const isWeights = (path: string) =>
    own.some((one) => /^[._]data(?:_\d+)?$/.test(path.startsWith(one) ? path.slice(one.length) : ""))
  return {
    model,
    // The model is last: where it is, the others are.
    files: [...paths.filter((path) => near.has(path)), ...paths.filter(isWeights), ...own],
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1)
}

function notFound({ repository, revision, file }: HubName, paths: readonly string[]): Error {
  const name = `hf:${repository}${revision === undefined ? "" : `@${encodeURIComponent(revision)}`}`
  const there = [...onnxAmong(paths), ...paths.filter((path) => /\.onnx$/i.test(path))]
  const others = [...new Set(there)].slice(0, 20)
  if (others.length === 0)
    return hubError(
      "HUB_MODEL_NOT_FOUND",
      `${name} holds no ONNX file${paths.some((path) => /\.(?:safetensors|bin|pt|h5)$/.test(path)) ? ", but weights for other libraries: export it with `optimum-cli export onnx`, or take a repository with a folder onnx" : ""}`,
    )
  const several = others.length > 1 ? "has several models" : "has its model in an unusual place"
  const which = file === undefined ? several : `has no file ${file}`
  return hubError(
    "HUB_MODEL_NOT_FOUND",
    `${name} ${which}: name one of ${others.join(", ")}, as in ${name}/${others[0]}`,
  )
}
