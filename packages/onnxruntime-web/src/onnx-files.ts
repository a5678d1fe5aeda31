import {
  arrayBytes,
  digestOf,
  type ModelFiles,
  nameWeights,
  type OnnxHeader,
  openFiles,
  readOnnx,
} from "@pami/backend-kit"
import { type ModelSource, PamiError } from "@pami/core"

/** All files of an ONNX model, in memory. */
export interface OnnxFiles {
  /** Name of the model's file, for messages. */
  readonly file: string
  readonly model: Uint8Array
  /** Digest of the model's file. */
  readonly digest: string
  /** Weights files, by the paths that the model's file has for them. */
  readonly external: readonly WeightsFile[]
  readonly header: OnnxHeader
}

/** A weights file. */
export interface WeightsFile {
  readonly path: string
  readonly data: Uint8Array
  readonly digest: string
}

/**
 * Reads all files of a model, and checks them as far as possible without the runtime.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`, `MODEL_UNSUPPORTED`,
 *   `WEIGHTS_OUTSIDE`
 */
export async function readFiles(source: ModelSource): Promise<OnnxFiles> {
  const files = await openFiles(source)
  const model = await readWhole(files.name, (most) => files.read(most))
  const header = await readOnnx(arrayBytes(model), files.name)
  const external = await readWeights(header.externalFiles, files)
  return { file: files.name, model, digest: await digestOf(model), external, header }
}

/** Reads weights files one after the other, each once, whatever names the model has for it. */
async function readWeights(names: readonly string[], files: ModelFiles): Promise<WeightsFile[]> {
  const read = new Map<string, Omit<WeightsFile, "path">>()
  const found: WeightsFile[] = []
  let room = wasmMemory
  for (const path of names) {
    const location = await files.locate(path)
    let file = read.get(location)
    if (file === undefined) {
      const name = nameWeights(location, files.name)
      const data = await readWhole(name, (most) => files.readWeights(path, most), room)
      file = { data, digest: await digestOf(data) }
      read.set(location, file)
      room -= data.length
    }
    found.push({ path, ...file })
  }
  return found
}

// Bytes that WebAssembly can address.
const wasmMemory = 2 ** 32
// Protobuf, the format of ONNX, cannot count more bytes.
const largestFile = 2 ** 31

/** Reads a file for which there is room. */
async function readWhole(
  name: string,
  read: (most: number) => Promise<Uint8Array>,
  room = largestFile,
): Promise<Uint8Array> {
  const most = Math.min(room, largestFile)
  const bytes = await read(most + 1)
  if (bytes.length <= most) return bytes
  const limit =
    room < largestFile
      ? "more, with the model's other files, than the 4 GiB that wasm has"
      : "larger than 2 GiB, the most that is read in one piece"
  throw new PamiError("MODEL_UNSUPPORTED", `${name} is ${limit}`)
}
