import { functionBackend } from "@pami/backend-kit/function-backend"
import { PamiError } from "@pami/core"
import type { Model, ModelSource, Tensor } from "@pami/core"
import type { ReadNeighbour } from "@pami/recipe"
import { platform } from "#platform"
import type { ExplainerOptions } from "./options.ts"

/**
 * A model that is a function of a batch of images.
 *
 * @param images `data`: float32, preprocessed; `shape`: `[batch, 3, height, width]`, or `[batch, height, width, 3]` for the
 *   layout `nhwc`
 * @returns a row of scores for each image
 */
export type ModelFunction = (
  images: Tensor & { readonly data: Float32Array },
) => readonly (readonly number[])[] | Promise<readonly (readonly number[])[]>

/** An encoder and its decoder, which write a text: a caption, a translation. */
export interface EncoderDecoderSource {
  readonly encoder: ModelSource | Model
  readonly decoder: ModelSource | Model
}

/** A model, and what its source says about it. */
export interface OpenedModel {
  readonly model: Model
  /** Writes what the model saw. */
  readonly decoder?: Model | undefined
  /** Path or address of the decoder. Default: it has none. */
  readonly decoderName?: string | undefined
  /** Its path or address, or `"the model"`. */
  readonly name: string
  /** Path on the disk. */
  readonly path?: string | undefined
  readonly read?: ReadNeighbour | undefined
  /** Whether it was loaded here, and is disposed of here. */
  readonly isOwned: boolean
}

/**
 * Loads a model from its source, unless it is loaded.
 *
 * @throws PamiError `BACKEND_NOT_CHOSEN` for a source without a backend, and the errors of `Backend.load`
 * @throws RangeError for a function without the size of its images
 */
export async function openModel(
  source: ModelSource | Model | ModelFunction | EncoderDecoderSource,
  { backend, size, layout = "nchw" }: Pick<ExplainerOptions, "backend" | "size" | "layout">,
): Promise<OpenedModel> {
  if (typeof source === "function") {
    if ("task" in source && "model" in source)
      throw new PamiError(
        "MODEL_UNSUPPORTED",
        "a pipeline of transformers.js is explained by `explainer` of the package @pami/transformers",
      )
    if (size === undefined)
      throw new RangeError("a function as a model needs the size of its images: { size: { width, height } }")
    const { width, height } = size
    const shape = layout === "nchw" ? [null, 3, height, width] : [null, height, width, 3]
    const inputs = [{ name: "images", dtype: "float32", shape }] as const
    const name = source.name || "function"
    const model = await functionBackend(({ images }) => source(images as Parameters<ModelFunction>[0]), {
      inputs,
    }).load(name)
    return { model, name, isOwned: true }
  }
  if (isEncoderDecoder(source)) return await openBoth(source, backend)
  if (isModel(source)) return { model: source, name: "the model", isOwned: false }
  if (backend === undefined)
    throw new PamiError(
      "BACKEND_NOT_CHOSEN",
      "a model is loaded by a backend: give { backend: onnxruntimeWeb() }, or take `explainer` from the package pami",
    )
  const named = addressOf(source)
  if (named === undefined) return { model: await backend.load(source), name: "the model", isOwned: true }
  const found = await platform.modelInFolder(named)
  if (found !== undefined && "encoder" in found) return await openBoth(found, backend)
  const address = found?.model ?? named
  const model = await backend.load(address)
  return { model, name: address, ...platform.neighboursOf(address), isOwned: true }
}

/** Opens an encoder and its decoder: each its own file, or a loaded model. */
async function openBoth(
  { encoder, decoder }: EncoderDecoderSource,
  backend: ExplainerOptions["backend"],
): Promise<OpenedModel> {
  const opened = await openModel(encoder, { backend })
  const { model, name } = await openModel(decoder, { backend })
  return { ...opened, decoder: model, decoderName: name }
}

/** Returns whether a model is an encoder with its decoder. */
export function isEncoderDecoder(
  source: ModelSource | Model | EncoderDecoderSource,
): source is EncoderDecoderSource {
  return typeof source === "object" && Object.keys(source).toSorted().join() === "decoder,encoder"
}

function isModel(source: ModelSource | Model): source is Model {
  return typeof source === "object" && "run" in source && "inputs" in source
}

function addressOf(source: ModelSource): string | undefined {
  if (typeof source === "string") return source
  return source instanceof URL ? source.href : undefined
}
