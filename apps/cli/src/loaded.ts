import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Finding, Model } from "@pami/core"
import {
  checkPreprocessing,
  guessPicture,
  parseLabels,
  parsePreprocessing,
  preset,
  presetNames,
  withFit,
} from "@pami/image"
import type { FitMode, Labels, Layout, PictureGuess, Preprocessing, PresetName, Size } from "@pami/image"
import { models } from "@pami/zoo"
import { backendFor, createBackend, findBackend, nameOfBackend } from "./backends.ts"
import { exists, readText } from "./files.ts"

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
  const model = await backend.load(file ?? fileURLToPath(bundled))
  return { model, backend: nameOfBackend(choice, model), file, labels }
}

// Names under which labels and preprocessing are found next to a model: those of Hugging Face, and the obvious one.
const labelFiles = ["labels.txt", "config.json"]
const preprocessingFile = "preprocessor_config.json"

async function findLabels(model: string | null, named: string | undefined): Promise<Labels | undefined> {
  if (named !== undefined) return parseLabels(await readText(named), named)
  if (model === null) return models.scenes.labels
  for (const name of labelFiles) {
    const file = join(dirname(model), name)
    if (!(await exists(file))) continue
    const text = await readText(file)
    if (name !== "config.json" || text.includes('"id2label"')) return parseLabels(text, file)
  }
  return undefined
}

/** What the user said about preprocessing; everything else is looked up or guessed. */
export interface PreprocessingOptions {
  readonly preset: string | undefined
  readonly mean: readonly number[] | undefined
  readonly std: readonly number[] | undefined
  readonly resize: FitMode | undefined
  readonly layout: Layout | undefined
  readonly size: Size | undefined
  readonly modelInput: string | undefined
}

/** Preprocessing for a model, the name of its input, and what was guessed. */
export interface Preparation {
  readonly input: string
  readonly preprocessing: Preprocessing
  readonly guess: PictureGuess
  readonly findings: readonly Finding[]
}

/**
 * How the model wants its picture: what the user says; else a preprocessor file next to the model; else a guess from
 * what the model declares, which is a finding.
 */
export async function preparationOf(
  { model, file }: Loaded,
  options: PreprocessingOptions,
): Promise<Preparation> {
  const named = options.modelInput
  const guess = guessPicture(model.inputs, named === undefined ? {} : { name: named })
  const layout = options.layout ?? guess.layout.value
  const size = options.size ?? guess.size.value
  const fit = options.resize
  const findings: Finding[] = []
  // The whole picture is shown unless a file says otherwise: what is cut off cannot be explained.
  const byName = (name: PresetName, own: { mean?: readonly number[]; std?: readonly number[] } = {}) =>
    preset(name, {
      ...size,
      layout,
      fit: fit ?? "stretch",
      ...(guess.channels.value === "grey" ? { channels: "grey" as const } : {}),
      ...own,
    })
  const byFile = async (path: string) => {
    const found = {
      ...parsePreprocessing(await readText(path), { name: path, layout }),
      name: basename(path),
    }
    return fit === undefined ? found : withFit(found, fit)
  }
  const base = async (): Promise<Preprocessing> => {
    if (options.preset !== undefined) {
      const known = presetNames.find((name) => name === options.preset)
      return known === undefined ? byFile(options.preset) : byName(known)
    }
    if (file === null) {
      const bundled = { ...models.scenes.preprocessing, layout }
      return fit === undefined ? bundled : withFit(bundled, fit)
    }
    const beside = join(dirname(file), preprocessingFile)
    if (await exists(beside)) return byFile(beside)
    if (options.mean !== undefined || options.std !== undefined) return byName("0-1")
    findings.push({
      code: "PRESET_GUESSED",
      level: "note",
      message: `no preprocessing was given: preset "${guess.preset.value}" is a guess (${guess.preset.why})`,
      fix: "if the prediction is wrong, compare the presets with `pami inspect MODEL PICTURE`, then give --preset, or --mean and --std",
    })
    return byName(guess.preset.value)
  }
  const found = await base()
  const preprocessing = withNumbers(found, options)
  return { input: guess.input.value, preprocessing, guess, findings }
}

/** The preprocessing with the mean and deviation that the user gives; one number serves every channel. */
function withNumbers(found: Preprocessing, { preset, mean, std }: PreprocessingOptions): Preprocessing {
  if (mean === undefined && std === undefined) return found
  const spread = (given: readonly number[] | undefined, own: readonly number[]) =>
    given === undefined ? own : given.length === 1 ? own.map(() => given[0]) : given
  return checkPreprocessing({
    ...found,
    name: preset === undefined ? "own mean and std" : `${found.name} with own mean and std`,
    mean: spread(mean, found.mean),
    std: spread(std, found.std),
  })
}
