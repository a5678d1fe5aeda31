import { PamiError } from "@pami/core"
import type { Model } from "@pami/core"
import { describeModel, describeWriter, explainerOf } from "@pami/explainer"
import type { DescribedModel, Explainer, Writer } from "@pami/explainer"
import { parseLabels, type PresetName } from "@pami/image"
import { decodePicture } from "@pami/image/browser"
import { beforeRuns } from "@pami/recipe"
import type { RecipeFiles } from "@pami/recipe"
import { createBackend, deviceOf, formatOf, type Compiled } from "../backends.ts"
import type { FolderFiles, OpenRequest } from "./contract.ts"

/** A loaded model, with what explains it. */
export interface OpenedFolder {
  readonly name: string
  /** With the device that it took: `onnxruntime-web:wasm`. */
  readonly backend: string
  readonly described: DescribedModel
  readonly writer: Writer | undefined
  /** The decoder of a model that has one. */
  readonly decoder: Model | undefined
  /** The files that came with the model, by their paths. */
  readonly files: FolderFiles
  /**
   * Returns what explains its inputs.
   *
   * @param preset preprocessing of images. Default: what is found, else a guess
   */
  explainWith(preset?: PresetName): Explainer
  dispose(): Promise<void>
}

/** The wrapper of a model. */
export interface FolderTools {
  readonly compiled?: Compiled
  /** Called before each run with its number of items; the run waits for it. */
  beforeRun(items: number): unknown
}

/**
 * Loads the model of a folder, and describes it by the files beside it.
 *
 * @throws PamiError whatever keeps the backend, the model or its files from loading, `LABELS_INVALID` for class names that
 *   cannot be read
 */
export async function openFolder(request: OpenRequest, tools: FolderTools): Promise<OpenedFolder> {
  const { name, files, model: paths, decoder: decoderPaths, known = {} } = request
  const [path] = paths
  const size = Math.max(...paths.map((one) => files[one].byteLength))
  const device = deviceOf(request.backend, { format: formatOf(files[path]), size })
  const backend = await createBackend(device, tools.compiled)
  const loaded: Model[] = []
  const load = async (wanted: readonly string[]) => {
    const model = await backend.load(filesOf(wanted, files))
    loaded.push(model)
    return beforeRuns(model, tools.beforeRun)
  }
  const dispose = async () => {
    await Promise.all(loaded.map((model) => model.dispose()))
  }
  try {
    const model = await load(paths)
    const decoder = decoderPaths && (await load(decoderPaths))
    const near = readerOf(path, files)
    const named = request.labels
    const described = await describeModel(model, {
      labels: named === undefined ? known.labels : await parseLabels(files[named], named),
      labelFile: named,
      path,
      read: near,
      writes: decoder !== undefined,
    })
    const writer = await describeWriter(described, decoder, {
      path,
      read: near,
      decoderName: decoderPaths?.[0],
    })
    const explainers = new Map<PresetName | undefined, Explainer>()
    const explainWith = (preset?: PresetName) => {
      const origin = { name, isOwned: false, preset, writer, files: recipeFiles(files) }
      const explain = explainers.get(preset) ?? explainerOf(described, origin, known.options)
      explainers.set(preset, explain)
      return explain
    }
    const used = `${backend.name}:${String(model.settings["device"])}`
    return { name, backend: used, described, writer, decoder, files, explainWith, dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** Returns files as a backend takes them: by their paths from the folder of the first. */
function filesOf([first, ...others]: readonly string[], files: FolderFiles) {
  const folder = first.slice(0, first.lastIndexOf("/") + 1)
  return Object.fromEntries([first, ...others].map((path) => [path.slice(folder.length), files[path]]))
}

/** Returns a reader of the files near a model, as in `../config.json`. */
function readerOf(model: string, files: FolderFiles) {
  const folder = model.slice(0, model.lastIndexOf("/") + 1)
  return async (name: string, largest: number) => {
    const bytes = fileAt(folder + name, files)
    if (bytes !== undefined && bytes.byteLength > largest)
      throw new Error(`it has ${bytes.byteLength} bytes; at most ${largest} are read`)
    return bytes
  }
}

/** Opens the files that a recipe names: those that came with the model. */
function recipeFiles(files: FolderFiles): RecipeFiles {
  const bytes = async (path: string) => {
    const found = fileAt(path, files)
    if (found !== undefined) return found
    throw new PamiError("FILE_NOT_FOUND", `${path} did not come with the model: drop it together with it`)
  }
  return {
    bytes,
    picture: async (path) => decodePicture(await bytes(path)),
    labels: async (path) => {
      throw new PamiError("FILE_UNREADABLE", `${path}: a browser reads no label maps`)
    },
  }
}

/** Returns a file by its path, which may lead up once: `onnx/../config.json`. */
function fileAt(path: string, files: FolderFiles): Uint8Array | undefined {
  const direct = path.replace(/[^/]+\/\.\.\//, "")
  return Object.hasOwn(files, direct) ? files[direct] : undefined
}
