import { realpath } from "node:fs/promises"
import { dirname, resolve, sep } from "node:path"
import { isPamiError, type ModelSource, PamiError } from "@pami/core"
import { type NamedFiles, readSource } from "@pami/core/backend"
import {
  arrayBytes,
  fileFault,
  firstOf,
  locateWeights,
  type OnnxHeader,
  readHeader,
  weightsAmong,
} from "@pami/onnxruntime-common"
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
  /** Files with weights, as the model names them: their paths, or their bytes where the model is bytes. */
  readonly external: readonly { readonly name: string; readonly file: string | Uint8Array }[]
  readonly header: OnnxHeader
}

/**
 * Finds whatever can be said about a file without the runtime, whose words are for those who wrote it.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`,
 *   `MODEL_UNSUPPORTED`, `WEIGHTS_OUTSIDE`
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
    throw isPamiError(error) ? error : fileFault(error as NodeJS.ErrnoException, path)
  })
  const external: { name: string; file: string }[] = []
  // A model may spell the name of one file in many ways.
  const sizes = new Map<string, number>()
  for (const name of header.externalFiles) {
    const needed = `which holds weights of ${path}`
    const real = await locateWeights(name, path, { realpath, dirname, resolve, sep }).catch((error) => {
      throw isPamiError(error) ? error : fileFault(error, `${resolve(dirname(path), name)}, ${needed},`)
    })
    if (!sizes.has(real)) sizes.set(real, await sizeOfFile(real, needed))
    external.push({ name, file: real })
  }
  const bytes = [...sizes.values()].reduce((sum, length) => sum + length, size)
  return { file: path, model: path, bytes, external, header }
}

async function examineBytes(files: NamedFiles): Promise<Examined> {
  const [file, model] = firstOf(files)
  const header = await readHeader(arrayBytes(model), file)
  const weights = weightsAmong(files, header.externalFiles, file)
  const bytes = weights.reduce((sum, { data }) => sum + data.length, model.length)
  const external = weights.map(({ path, data }) => ({ name: path, file: data }))
  return { file, model, bytes, external, header }
}
