import type { ModelSource } from "@pami/core"
import { type NamedFiles, readSource } from "@pami/core/backend"
import {
  arrayBytes,
  firstOf,
  type OnnxHeader,
  readHeader,
  type Weights,
  weightsAmong,
} from "@pami/onnxruntime-common"
import { digestOf } from "./digest.ts"
import { read, readWeights } from "./read.ts"

/** A model's bytes, all of them, found to be an ONNX model. */
export interface Source {
  /** For messages. */
  readonly file: string
  readonly model: Uint8Array
  /** Of the model. */
  readonly digest: string
  /** Files with weights, as the model names them, with their digests. */
  readonly external: readonly (Weights & { readonly digest: string })[]
  readonly header: OnnxHeader
}

/**
 * Gathers what the runtime needs, and finds whatever can be said about it in plain words.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`, `WEIGHTS_OUTSIDE`
 */
export async function gather(given: ModelSource): Promise<Source> {
  const source = await readSource(given)
  if (typeof source === "string") {
    const model = await read(source)
    const header = await readHeader(arrayBytes(model), source)
    const load = async (path: string) => ({ path, data: await readWeights(path, source) })
    return digested(source, model, header, await Promise.all(header.externalFiles.map(load)))
  }
  return among(source)
}

async function among(files: NamedFiles): Promise<Source> {
  const [file, model] = firstOf(files)
  const header = await readHeader(arrayBytes(model), file)
  const external = weightsAmong(files, header.externalFiles, file)
  return digested(file, model, header, external)
}

/** Digests are taken here, once: a model may be opened on several devices. */
async function digested(
  file: string,
  model: Uint8Array,
  header: OnnxHeader,
  weights: readonly Weights[],
): Promise<Source> {
  const external = weights.map(async (own) => ({ ...own, digest: await digestOf(own.data) }))
  return { file, model, header, digest: await digestOf(model), external: await Promise.all(external) }
}
