import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { isPamiError, PamiError } from "@pami/core"
import type { Finding, Model } from "@pami/core"
import { isWebAddress, parseLabels, presetNames } from "@pami/image"
import type { Labels } from "@pami/image"
import { discover, labelFindings, decidePreprocessing } from "@pami/recipe"
import type { Discovery, Preparation, PreparationOptions, TextFile } from "@pami/recipe"
import { models } from "@pami/zoo"
import { backendFor, createBackend, findBackend, nameOfBackend } from "./backends.ts"
import { readBytes } from "./files.ts"
import { expectNameOrFile } from "./near-names.ts"
import { readNeighbour } from "./neighbours.ts"

/** A model that was opened. */
export interface OpenedModel {
  readonly model: Model
  /** The backend, and the device that it took. */
  readonly backend: string
  /** Path as given, `null` for the bundled model. */
  readonly file: string | null
}

/** A model with what is known about it besides its file. */
export interface Loaded extends OpenedModel {
  /** What the user named, else what was found near the model. */
  readonly labels: Labels | undefined
  /** What was found near the model; of the bundled one everything is known. */
  readonly discovery: Discovery | undefined
}

/**
 * Opens the model that the user named, or the bundled one.
 *
 * @throws UsageError for a backend that does not exist
 * @throws PamiError for what keeps the backend or the model from loading
 */
export async function openModel(options: {
  backend: string | undefined
  threads: number | undefined
  model: string | undefined
}): Promise<OpenedModel> {
  const file = options.model ?? null
  const choice = await (options.backend === undefined
    ? backendFor(options.model)
    : findBackend(options.backend))
  const backend = createBackend(choice, options.threads)
  const bundled = backend.formats.includes("onnx") ? models.scenes.onnx : models.scenes.tfjs["model.json"]
  const model = await backend.load(file ?? fileURLToPath(bundled)).catch((cause: unknown) => {
    if (isPamiError(cause)) throw cause
    // A runtime's own error, whatever its type, is not one of the command line.
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new PamiError("MODEL_FAILED", `${backend.name} cannot load the model: ${reason}`, { cause })
  })
  return { model, backend: nameOfBackend(choice, model), file }
}

/** What the user said that goes before what is found near a model. */
interface NearbyFlags {
  readonly labels: string | undefined
  readonly preset?: string | undefined
}

/**
 * Opens a model, and finds the labels, the preprocessing and the task that belong to it.
 *
 * @throws UsageError for a backend that does not exist
 * @throws PamiError for what keeps the backend, the model or the labels that the user named from loading
 */
export async function loadModel(options: Parameters<typeof openModel>[0] & NearbyFlags): Promise<Loaded> {
  // Read first: a label file with a mistake is told before a large model is loaded.
  const labels = await readLabels(options.labels)
  return addNearby(await openModel(options), labels, options)
}

/**
 * Finds what belongs to a model that is open.
 *
 * @throws PamiError for labels that the user named and that cannot be used
 */
export async function findNearby(opened: OpenedModel, flags: NearbyFlags): Promise<Loaded> {
  return addNearby(opened, await readLabels(flags.labels), flags)
}

async function addNearby(
  opened: OpenedModel,
  named: Labels | undefined,
  { preset, labels }: NearbyFlags,
): Promise<Loaded> {
  const { file, model } = opened
  if (file === null) return { ...opened, labels: named ?? models.scenes.labels, discovery: undefined }
  const discovery = await discoverNear(file, model, {
    labels: named !== undefined,
    preprocessing: preset !== undefined,
  })
  const findings = [
    ...discovery.findings,
    ...(named === undefined ? [] : labelFindings(named, labels ?? "the label file")),
  ]
  return { ...opened, labels: named ?? discovery.labels, discovery: { ...discovery, findings } }
}

async function readLabels(file: string | undefined): Promise<Labels | undefined> {
  return file === undefined ? undefined : parseLabels(await readBytes(file), file)
}

/** Finds what lies near a model's file; near an address nothing is looked for. */
export async function discoverNear(
  file: string,
  { metadata }: Pick<Model, "metadata">,
  given: { labels: boolean; preprocessing: boolean },
): Promise<Discovery> {
  const isAddress = isWebAddress(file)
  const folder = dirname(resolve(file))
  return discover({
    file: resolve(file),
    ...(metadata === undefined ? {} : { metadata }),
    read: async (name, largest) => (isAddress ? undefined : readNeighbour(join(folder, name), largest)),
    given,
  })
}

/** What the user said about preprocessing, a preset by its name or file. */
export interface PreprocessingFlags extends Omit<PreparationOptions, "preset" | "known"> {
  readonly preset: string | undefined
}

/**
 * Returns how a loaded model wants its picture. Its findings are those of what was found near the model, too.
 *
 * @throws PamiError for a preset's file that does not exist or cannot be used, and what `decidePreprocessing` throws
 */
export async function preparationFor(
  { model, file, discovery }: Pick<Loaded, "model" | "file" | "discovery">,
  flags: PreprocessingFlags,
): Promise<Preparation> {
  const preset = presetNames.find((name) => name === flags.preset)
  const preparation = decidePreprocessing(model, {
    ...flags,
    architectures: discovery?.architectures,
    preset: preset ?? (await presetFile(flags.preset)),
    known: file === null ? models.scenes.preprocessing : discovery?.preprocessing,
  })
  const findings = [...(discovery?.findings ?? []), ...preparation.findings]
  return { ...preparation, findings: findings.map(withFlags) }
}

// What to do about a finding, where it takes more than a flag.
const fixes: Partial<Record<Finding["code"], string>> = {
  PRESET_GUESSED:
    "if the prediction is wrong, compare the presets with `pami inspect MODEL PICTURE`, then give --preset, or --mean and --std",
}

function withFlags(finding: Finding): Finding {
  return { ...finding, fix: fixes[finding.code] ?? finding.fix }
}

async function presetFile(name: string | undefined): Promise<TextFile | undefined> {
  if (name === undefined) return undefined
  await expectNameOrFile("--preset", name, presetNames)
  return { name, text: await readBytes(name) }
}
