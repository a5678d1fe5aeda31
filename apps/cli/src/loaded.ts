import { dirname, join } from "node:path"
import { setImmediate } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import type { Model } from "@pami/core"
import { parseLabels, presetNames } from "@pami/image"
import type { Labels } from "@pami/image"
import { beforeRuns, preparationOf } from "@pami/job"
import type { Preparation, PreparationOptions, TextFile } from "@pami/job"
import { models } from "@pami/zoo"
import { backendFor, createBackend, findBackend, nameOfBackend } from "./backends.ts"
import { exists, readBytes, readText } from "./files.ts"

/** A model with what is known about it besides its file. */
export interface Loaded {
  readonly model: Model
  /** The backend, and the device that it took. */
  readonly backend: string
  /** Path as given, `null` for the bundled model. */
  readonly file: string | null
  readonly labels: Labels | undefined
}

/**
 * Loads the model that the user named, or the bundled one, and the labels that belong to it.
 *
 * @throws UsageError for a backend that does not exist
 * @throws PamiError whatever keeps the backend or the model from loading
 */
export async function loadModel(options: {
  backend: string | undefined
  threads: number | undefined
  model: string | undefined
  labels: string | undefined
}): Promise<Loaded> {
  const file = options.model ?? null
  const choice = await (options.backend === undefined
    ? backendFor(options.model)
    : findBackend(options.backend))
  const labels = await findLabels(file, options.labels)
  const backend = createBackend(choice, options.threads)
  const bundled = backend.formats.includes("onnx") ? models.scenes.onnx : models.scenes.tfjs
  const loaded = await backend.load(file ?? fileURLToPath(bundled))
  // Ctrl-C and the progress line get their turn.
  const model = beforeRuns(loaded, () => setImmediate())
  return { model, backend: nameOfBackend(choice, model), file, labels }
}

// Names under which labels and preprocessing are found next to a model: those of Hugging Face, and the obvious one.
const labelFiles = ["labels.txt", "config.json"]
const preprocessingFile = "preprocessor_config.json"

async function findLabels(model: string | null, named: string | undefined): Promise<Labels | undefined> {
  if (named !== undefined) return parseLabels(await readBytes(named), named)
  if (model === null) return models.scenes.labels
  for (const name of labelFiles) {
    const file = join(dirname(model), name)
    if (!(await exists(file))) continue
    const text = await readText(file)
    if (name !== "config.json" || text.includes('"id2label"')) return parseLabels(text, file)
  }
  return undefined
}

/** What the user said about preprocessing, a preset by its name or file. */
export interface PreprocessingFlags extends Omit<PreparationOptions, "preset" | "known"> {
  readonly preset: string | undefined
}

/** How a loaded model wants its picture. What the user does not say may lie in a file next to the model. */
export async function preparationFor(
  { model, file }: Loaded,
  flags: PreprocessingFlags,
): Promise<Preparation> {
  const preset = presetNames.find((name) => name === flags.preset)
  const beside = file === null ? undefined : join(dirname(file), preprocessingFile)
  return preparationOf(model, {
    ...flags,
    preset: preset ?? (flags.preset === undefined ? undefined : await textFile(flags.preset)),
    known:
      beside === undefined
        ? models.scenes.preprocessing
        : (await exists(beside))
          ? await textFile(beside)
          : undefined,
  })
}

async function textFile(name: string): Promise<TextFile> {
  return { name, text: await readText(name) }
}
