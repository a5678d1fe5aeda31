import type { Backend, Model, ModelSource } from "@pami/core"
import { explainer as explainerOn } from "@pami/explainer"
import type { Explainer, ExplainerOptions, ModelFunction } from "@pami/explainer"
import { backendFor, createBackend } from "./backends.ts"

export * from "@pami/explainer"

/**
 * Loads a model, and returns a function that explains its predictions, as `explainer` of `@pami/explainer` does. The
 * backend has a default: onnxruntime-node for ONNX models, tfjs (install `@pami/tfjs`) for TensorFlow.js.
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
  model: ModelSource | Model | ModelFunction,
  options: ExplainerOptions = {},
): Promise<Explainer> {
  const needsBackend =
    options.backend === undefined && typeof model !== "function" && !("run" in Object(model))
  return explainerOn(
    model,
    needsBackend ? { ...options, backend: await defaultBackend(model as ModelSource) } : options,
  )
}

/** Returns the backend for a model of which only the source is known. */
async function defaultBackend(source: ModelSource): Promise<Backend> {
  return createBackend(await backendFor(nameOf(source)))
}

/** Returns the path or the file name of a model; a file's bytes have none, and are taken for ONNX. */
function nameOf(source: ModelSource): string | undefined {
  if (typeof source === "string") return source
  if (source instanceof URL) return source.href
  const isFiles = !(source instanceof Uint8Array || source instanceof ArrayBuffer || source instanceof Blob)
  return isFiles ? Object.keys(source)[0] : undefined
}
