import type { Model, ModelSource } from "@pami/core"
import { decideOnce, describeModel } from "@pami/explainer"
import type { DecideOnce, DescribedModel } from "@pami/explainer"
import { parseLabels } from "@pami/image"
import type { TextFile } from "@pami/recipe"
import { models } from "@pami/zoo"
import { createBackend, deviceOf, formatOf, type Compiled, type Device } from "./backends.ts"
import type { Beside, ModelRequest } from "./contract.ts"

/** Tools of a worker for every model that it opens. */
export interface ModelTools {
  readonly compiled?: Compiled
}

/** A loaded model, with its description. */
export interface Opened extends DescribedModel {
  readonly name: string
  /** With the device that it took: `onnxruntime-web:wasm`. */
  readonly backend: string
  readonly isBundled: boolean
  /** Whether it is known to give the same bits every time. */
  readonly isRepeatable: boolean
  /** Preprocessing that the visitor has named. */
  readonly preset: TextFile | undefined
  /** Decides the output and the activation, with the first image. */
  readonly decide: DecideOnce
}

const onProcessor: readonly unknown[] = ["wasm", "cpu"]

/**
 * Loads a model on the backend that was asked for.
 *
 * @throws PamiError whatever keeps the backend, the model or its labels from loading
 */
export async function openModel(request: ModelRequest, tools: ModelTools = {}): Promise<Opened> {
  const { name, source } = request
  const isBundled = source === "zoo"
  const { runtime, device } = choose(request)
  // Fetched while the model is; the backend learns of an error.
  if (runtime === "onnxruntime-web" && device === "wasm") void tools.compiled?.().catch(() => undefined)
  const backend = await createBackend({ runtime, device }, tools.compiled)
  // By its address: the runtime starts while the file comes.
  const model = await backend.load(isBundled ? bundled(runtime) : named(name, source))
  try {
    const beside = request.beside ?? alone(name)
    const described = await describe(model, beside, isBundled)
    return {
      ...described,
      name,
      backend: `${backend.name}:${String(model.settings["device"])}`,
      isBundled,
      isRepeatable: (request.isRepeatable ?? false) && onProcessor.includes(model.settings["device"]),
      preset: beside.preprocessor,
      decide: decideOnce(described),
    }
  } catch (error) {
    await model.dispose()
    throw error
  }
}

/**
 * Returns an opened model with the description that other files beside it give.
 *
 * @throws PamiError `LABELS_INVALID` for labels that the visitor named
 */
export async function learnAbout(opened: Opened, beside: Beside): Promise<Opened> {
  const described = await describe(opened.model, beside, opened.isBundled)
  const isOtherTask = described.task?.task !== opened.task?.task
  return {
    ...opened,
    ...described,
    preset: beside.preprocessor,
    decide: isOtherTask ? decideOnce(described) : opened.decide,
  }
}

/** Describes a model by the files that the visitor named, those that lie beside it, and its metadata. */
async function describe(
  model: Model,
  { file, near, labels, preprocessor }: Beside,
  isBundled: boolean,
): Promise<DescribedModel> {
  return await describeModel(model, {
    labels: labels && (await parseLabels(labels.text, labels.name)),
    labelFile: labels?.name,
    hasPreprocessing: preprocessor !== undefined,
    path: file,
    read: async (name) => near[pathFrom(file, name)],
    bundled: isBundled ? models.scenes : undefined,
  })
}

/** Returns the path of a file that is named from the folder of the model, as in `../config.json`. */
function pathFrom(model: string, name: string): string {
  const folders = model.split("/").slice(0, -1)
  return name.startsWith("../")
    ? [...folders.slice(0, -1), name.slice(3)].join("/")
    : [...folders, name].join("/")
}

function choose({ backend, source }: ModelRequest): Device {
  if (source === "zoo") return deviceOf(backend, { format: "onnx", size: 0 })
  const files = source instanceof Uint8Array ? [source] : Object.values(source)
  const size = files.reduce((sum, file) => sum + file.byteLength, 0)
  return deviceOf(backend, { format: formatOf(files[0]), size })
}

function alone(file: string): Beside {
  return { file, near: {} }
}

/** The bytes under their file's name, which messages then mention. */
function named(name: string, source: Exclude<ModelRequest["source"], "zoo">): ModelSource {
  return source instanceof Uint8Array ? { [name.split(/[\\/]/).at(-1) || "the model"]: source } : source
}

function bundled(runtime: Device["runtime"]): ModelSource {
  const { onnx, tfjs } = models.scenes
  return runtime === "tfjs" ? tfjs : onnx
}
