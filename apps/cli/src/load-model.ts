import { fileURLToPath } from "node:url"
import { isPamiError, PamiError } from "@pami/core"
import type { Backend, Finding, Model } from "@pami/core"
import { describeModel, describeWriter, prepareModel } from "@pami/explainer"
import type { DescribedModel, Writer } from "@pami/explainer"
import { modelInFolder, neighboursOf } from "@pami/explainer/node"
import type { ModelFiles } from "@pami/explainer/node"
import { isWebAddress, parseLabels, presetNames } from "@pami/image"
import type { Labels } from "@pami/image"
import type { Preparation, PreparationOptions, RecipeDraft } from "@pami/recipe"
import { models } from "@pami/zoo"
import { backendFor, createBackend, findBackend, nameOfBackend } from "./backends.ts"
import type { BackendChoice } from "./backends.ts"
import type { Console } from "./console.ts"
import { readBytes } from "./files.ts"
import { hubModel } from "./hub-model.ts"
import { expectNameOrFile } from "./near-names.ts"
import type { ModelRequest } from "./request.ts"

/** A model that was opened. */
export interface OpenedModel {
  readonly model: Model
  /** The backend, and the device that it took. */
  readonly backend: string
  /** Path as given, `null` for the bundled model; of a model of the hub its address there, with the commit. */
  readonly file: string | null
  /** Path on the disk. Default: `file`. */
  readonly path?: string | undefined
  /** Writes what the model saw. Default: the model has none. */
  readonly decoder?: Model | undefined
  /** Path of the decoder. */
  readonly decoderFile?: string | undefined
}

/** A model with all that is known about it. */
export interface LoadedModel extends OpenedModel, DescribedModel {
  /** How the model writes. Undefined for one that does not. */
  readonly writer?: Writer | undefined
}

/**
 * Opens the model that the user named, or the bundled one.
 *
 * @param console shows on a terminal how far a download is. Default: nobody sees it
 * @throws UsageError for an unknown backend
 * @throws PamiError if the backend or the model does not load
 */
export async function openModel(
  request: Pick<ModelRequest, "file" | "decoder" | "backend" | "threads">,
  console?: Console,
): Promise<OpenedModel> {
  const { file, decoder, address, decoderAddress }: Partial<LocatedModel> =
    request.file === undefined ? {} : await locateModel(request, console)
  const { choice, backend } = await backendOf({ ...request, file })
  const bundled = backend.formats.includes("onnx") ? models.scenes.onnx : models.scenes.tfjs["model.json"]
  const load = async (path: string) =>
    await backend.load(path).catch((cause: unknown) => {
      if (isPamiError(cause)) throw cause
      // A runtime's own error, whatever its type, is not one of the command line.
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new PamiError("MODEL_FAILED", `${backend.name} cannot load the model: ${reason}`, { cause })
    })
  const model = await load(file ?? fileURLToPath(bundled))
  const backendName = nameOfBackend(choice, model)
  return {
    model,
    backend: backendName,
    file: address ?? file ?? null,
    path: file,
    ...(decoder === undefined
      ? {}
      : { decoder: await load(decoder), decoderFile: decoderAddress ?? decoder }),
  }
}

/** Paths of the files of a model, and, of one on the hub, their addresses there. */
interface LocatedModel {
  readonly file: string
  readonly decoder?: string | undefined
  readonly address?: string | undefined
  readonly decoderAddress?: string | undefined
}

/** Returns the files of a model: of a folder, those in it; of a name on the hub, those of its repository. */
export async function locateModel(
  { file = "", decoder }: Pick<ModelRequest, "file" | "decoder">,
  console?: Console,
): Promise<LocatedModel> {
  const own = await locateOne(file, console)
  if (decoder === undefined) return own
  const named = await locateOne(decoder, console)
  return {
    ...own,
    decoder: named.decoder ?? named.file,
    decoderAddress: named.decoderAddress ?? named.address,
  }
}

async function locateOne(path: string, console?: Console): Promise<LocatedModel> {
  const hub = await hubModel(path, console)
  const found = hub?.files ?? (isWebAddress(path) ? undefined : await modelInFolder(path))
  if (found === undefined) return { file: path }
  const [file, decoder] = modelAndDecoder(found)
  const [address, decoderAddress] = hub === undefined ? [] : modelAndDecoder(hub.addresses)
  return { file, decoder, address, decoderAddress }
}

function modelAndDecoder(files: ModelFiles): [model: string, decoder: string | undefined] {
  return "model" in files ? [files.model, undefined] : [files.encoder, files.decoder]
}

/**
 * Returns the backend of the model that the user named.
 *
 * @throws UsageError for an unknown backend
 */
export async function backendOf(
  request: Pick<ModelRequest, "file" | "backend" | "threads">,
): Promise<{ readonly choice: BackendChoice; readonly backend: Backend }> {
  const choice = await (request.backend === undefined
    ? backendFor(request.file)
    : findBackend(request.backend))
  return { choice, backend: createBackend(choice, request.threads) }
}

/**
 * Opens a model, and finds the labels, the preprocessing and the task that belong to it.
 *
 * @throws UsageError for an unknown backend
 * @throws PamiError if the backend, the model or the labels that the user named do not load
 */
export async function loadModel(request: ModelRequest, console?: Console): Promise<LoadedModel> {
  // Read first: a wrong label file ends the command before a large model is loaded.
  const labels = await readLabels(request.labels)
  return describe(await openModel(request, console), labels, request)
}

/**
 * Finds what belongs to a model that is open.
 *
 * @throws PamiError for labels that the user named and that cannot be used
 */
export async function describeOpened(
  opened: OpenedModel,
  request: Pick<ModelRequest, "labels" | "preset">,
): Promise<LoadedModel> {
  return describe(opened, await readLabels(request.labels), request)
}

async function describe(
  opened: OpenedModel,
  labels: Labels | undefined,
  request: Pick<ModelRequest, "labels" | "preset">,
): Promise<LoadedModel> {
  const { file, path = file, model, decoder, decoderFile } = opened
  const near = path === null ? {} : neighboursOf(path)
  const described = await describeModel(model, {
    labels,
    writes: decoder !== undefined,
    labelFile: request.labels,
    hasPreprocessing: request.preset !== undefined,
    ...(file === null ? { bundled: models.scenes } : near),
  })
  return {
    ...opened,
    ...described,
    writer: await describeWriter(described, decoder, { ...near, decoderName: decoderFile }),
  }
}

async function readLabels(file: string | undefined): Promise<Labels | undefined> {
  return file === undefined ? undefined : await parseLabels(await readBytes(file), file)
}

/**
 * Returns how a loaded model wants its image.
 *
 * @param draft of a recipe file, whose preprocessing and input count less than the options of the command line
 * @throws PamiError for a preset's file that does not exist or cannot be used, and the errors of `prepareModel`
 */
export async function prepareLoaded(
  described: DescribedModel,
  { preset, preparation }: Pick<ModelRequest, "preset" | "preparation">,
  draft: Pick<RecipeDraft, "input" | "preprocessing"> = {},
): Promise<Preparation> {
  const named = await readPreset(preset)
  const prepared = prepareModel(described, {
    ...preparation,
    preset: named ?? draft.preprocessing,
    modelInput: preparation.modelInput ?? draft.input,
  })
  return { ...prepared, findings: prepared.findings.map(withFlags) }
}

// Fixes of findings that take more than an option.
const fixes: Partial<Record<Finding["code"], string>> = {
  PRESET_GUESSED:
    "if the prediction is wrong, compare the presets with `pami inspect MODEL IMAGE`, then give --preset, or --mean and --std",
}

function withFlags(finding: Finding): Finding {
  return { ...finding, fix: fixes[finding.code] ?? finding.fix }
}

/** Returns the preprocessing that the user named, from its file if need be. */
export async function readPreset(name: string | undefined): Promise<PreparationOptions["preset"]> {
  const preset = presetNames.find((one) => one === name)
  if (preset !== undefined || name === undefined) return preset
  await expectNameOrFile("--preset", name, presetNames)
  return { name, text: await readBytes(name) }
}
