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
import { locate, read } from "./read.ts"

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
    return digested(source, model, header, await readWeights(header.externalFiles, source))
  }
  return among(source)
}

// All memory that wasm has.
const mostBytes = 2 ** 32

/** Reads files of weights one after the other, each once, however many names the model has for it. */
async function readWeights(names: readonly string[], model: string): Promise<Weights[]> {
  const held = new Map<string, Uint8Array>()
  const found: Weights[] = []
  let room = mostBytes
  for (const path of names) {
    const address = await locate(path, model)
    const data = held.get(address) ?? (await read(address, `which holds weights of ${model}`, room))
    if (!held.has(address)) room -= data.length
    held.set(address, data)
    found.push({ path, data })
  }
  return found
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
  const digests = new Map<Uint8Array, string>([[model, await digestOf(model)]])
  for (const { data } of weights) if (!digests.has(data)) digests.set(data, await digestOf(data))
  const external = weights.map((own) => ({ ...own, digest: digests.get(own.data)! }))
  return { file, model, header, digest: digests.get(model)!, external }
}
