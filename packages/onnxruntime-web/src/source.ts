import { type ModelSource, PamiError } from "@pami/core"
import { type NamedFiles, readSource } from "@pami/core/backend"
import { arrayBytes, firstOf, type OnnxHeader, readHeader } from "@pami/onnxruntime-common"
import { digestOf } from "./digest.ts"
import { nextTo, read } from "./read.ts"

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

interface Weights {
  readonly path: string
  readonly data: Uint8Array
}

/**
 * Gathers what the runtime needs, and finds whatever can be said about it in plain words.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`
 */
export async function gather(given: ModelSource): Promise<Source> {
  const source = await readSource(given)
  if (typeof source === "string") {
    const model = await read(source)
    const header = await readHeader(arrayBytes(model), source)
    const needed = `which holds weights of ${source}`
    const load = async (path: string) => ({ path, data: await read(nextTo(source, path), needed) })
    return digested(source, model, header, await Promise.all(header.externalFiles.map(load)))
  }
  return among(source)
}

async function among(files: NamedFiles): Promise<Source> {
  const [file, model] = firstOf(files)
  const header = await readHeader(arrayBytes(model), file)
  const external = header.externalFiles.map((path) => {
    const data = files[path] ?? files[path.replace(/^.*[/\\]/, "")]
    if (data !== undefined) return { path, data }
    const fix =
      "give the bytes of both by name, the model's first, or the model's address with that file next to it"
    throw new PamiError("FILE_NOT_FOUND", `${file} keeps weights in "${path}", which was not given: ${fix}`)
  })
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
