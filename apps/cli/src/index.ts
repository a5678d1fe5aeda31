import type { Backend, Model, ModelSource } from "@pami/core"
import { explainer as explainerOn } from "@pami/explainer"
import type {
  AnswerExplainer,
  AnswerOptions,
  EncoderDecoderSource,
  Explainer,
  ExplainerOptions,
  ModelFunction,
} from "@pami/explainer"
import { isEncoderDecoder, modelInFolder, recordedName } from "@pami/explainer/node"
import { isWebAddress } from "@pami/image"
import { isLanguageModel } from "@pami/openai"
import type { LanguageModel } from "@pami/openai"
import { backendFor, createBackend } from "./backends.ts"
import { hubModel } from "./hub-model.ts"

export * from "@pami/explainer"
export { openai } from "@pami/openai"

/**
 * Loads a model, and returns a function that explains its predictions, as `explainer` of `@pami/explainer` does. The
 * backend has a default: onnxruntime-node for ONNX models, tfjs (install `@pami/tfjs`) for TensorFlow.js. A model may be named on the
 * Hugging Face hub, `"hf:Xenova/resnet-18"`; it is then loaded to the cache that the libraries of Hugging Face share.
 *
 * @example
 * import { writeFile } from "node:fs/promises"
 * import { explainer } from "pami"
 *
 * const explain = await explainer("squeezenet.onnx") // labels and preprocessing are found beside it
 * const { prediction, map, figure } = await explain("cat.jpg")
 * await writeFile("cat.png", await figure())
 */
export async function explainer(
  model: ModelSource | Model | ModelFunction | EncoderDecoderSource,
  options?: ExplainerOptions,
): Promise<Explainer>
/**
 * Returns a function that explains the answers of a language model behind an API: which sentences of the context they come from.
 *
 * @param model of `openai`
 */
export async function explainer(model: LanguageModel, options?: AnswerOptions): Promise<AnswerExplainer>
export async function explainer(
  model: ModelSource | Model | ModelFunction | EncoderDecoderSource | LanguageModel,
  options: ExplainerOptions | AnswerOptions = {},
): Promise<Explainer | AnswerExplainer> {
  if (isLanguageModel(model)) return await explainerOn(model, options as AnswerOptions)
  const own = options as ExplainerOptions
  const isLoaded = typeof model === "function" || "run" in Object(model)
  const source = await onDisk(model)
  return await explainerOn(
    source,
    own.backend === undefined && !isLoaded
      ? { ...own, backend: await defaultBackend(source as ModelSource | EncoderDecoderSource) }
      : own,
  )
}

/** Returns the files of a model that is named on the Hugging Face hub; of any other, itself. */
async function onDisk(
  model: ModelSource | Model | ModelFunction | EncoderDecoderSource,
): Promise<ModelSource | Model | ModelFunction | EncoderDecoderSource> {
  const found = typeof model === "string" || model instanceof URL ? await hubModel(String(model)) : undefined
  if (found === undefined) return model
  return "model" in found.files ? found.files.model : found.files
}

/** Returns the backend for a model of which only the source is known. */
async function defaultBackend(source: ModelSource | EncoderDecoderSource): Promise<Backend> {
  return createBackend(await backendFor(await nameOf(source)))
}

/** Returns the path or the file name of a model; a file's bytes have none, and are taken for ONNX. */
async function nameOf(source: ModelSource | EncoderDecoderSource): Promise<string | undefined> {
  if (typeof source === "string" || source instanceof URL) {
    const name = String(source)
    const found = isWebAddress(name) ? undefined : await modelInFolder(recordedName(source))
    return found === undefined ? name : "model" in found ? found.model : found.encoder
  }
  if (isEncoderDecoder(source)) return await nameOf(source.encoder as ModelSource)
  const isFiles = !(source instanceof Uint8Array || source instanceof ArrayBuffer || source instanceof Blob)
  return isFiles ? Object.keys(source)[0] : undefined
}
