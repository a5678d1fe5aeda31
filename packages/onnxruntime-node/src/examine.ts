import { dirname, resolve } from "node:path"
import { type ModelSource, PamiError } from "@pami/core"
import { type NamedFiles, readSource } from "@pami/core/backend"
import { arrayBytes, fileFault, firstOf, type OnnxHeader, readHeader } from "@pami/onnxruntime-common"
import { pathOf, sizeOfFile } from "./file.ts"
import { withFileBytes } from "./file-bytes.ts"

// Protobuf, in which ONNX is written, counts bytes in 31 bits.
const largestModel = 2 ** 31 - 1

/** What is known of a model before the runtime sees it. */
export interface Examined {
  /** For messages. */
  readonly file: string
  readonly model: string | Uint8Array
  /** Of all files together. */
  readonly bytes: number
  /** Files with weights, as the model names them and where they are. */
  readonly external: readonly { readonly name: string; readonly path: string }[]
  readonly header: OnnxHeader
}

/**
 * Finds whatever can be said about a file without the runtime, whose words are for those who wrote it.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`,
 *   `MODEL_UNSUPPORTED`
 */
export async function examine(given: ModelSource): Promise<Examined> {
  const source = await readSource(given)
  if (typeof source !== "string") return examineBytes(source)
  const path = pathOf(source)
  const size = await sizeOfFile(path)
  if (size > largestModel) {
    const fix = "save it with its weights in files of their own (external data)"
    const message = `${path} is larger than 2 GiB, the most that one ONNX file can hold: ${fix}`
    throw new PamiError("MODEL_UNSUPPORTED", message)
  }
  const header = await withFileBytes(path, size, (bytes) => readHeader(bytes, path)).catch((error) => {
    throw error instanceof PamiError ? error : fileFault(error as NodeJS.ErrnoException, path)
  })
  const external = header.externalFiles.map((name) => ({ name, path: resolve(dirname(path), name) }))
  let bytes = size
  for (const weights of external) bytes += await sizeOfFile(weights.path, `which holds weights of ${path}`)
  return { file: path, model: path, bytes, external, header }
}

async function examineBytes(files: NamedFiles): Promise<Examined> {
  const [file, model] = firstOf(files)
  const header = await readHeader(arrayBytes(model), file)
  const [weights] = header.externalFiles
  if (weights === undefined) return { file, model, bytes: model.length, external: [], header }
  const message = `${file} keeps weights in "${weights}": give its path instead of its bytes, with that file next to it`
  throw new PamiError("FILE_NOT_FOUND", message)
}
