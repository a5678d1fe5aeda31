import {
  arrayBytes,
  fileError,
  locateWeights,
  type ModelFiles,
  nameWeights,
  type OnnxHeader,
  openFiles,
  readOnnx,
  readSource,
} from "@pami/backend-kit"
import { withFileBytes } from "@pami/backend-kit/node"
import { isPamiError, type ModelSource, PamiError } from "@pami/core"
import { pathOnDisk, sizeOfFile } from "./file.ts"

// Protobuf counts bytes in 31 bits.
const largestModel = 2 ** 31 - 1

/** A model's files and header, before the runtime opens it. */
export interface Examined {
  /** Name of the model's file, for messages. */
  readonly file: string
  /** Path, or bytes. */
  readonly model: string | Uint8Array
  /** Size of all files together, in bytes. */
  readonly bytes: number
  /** Weights files, as the model names them: their paths, or their bytes when the model is given as bytes. */
  readonly external: readonly { readonly name: string; readonly file: string | Uint8Array }[]
  readonly header: OnnxHeader
}

/**
 * Finds a model's files and reads its header, so that errors are found before the runtime finds them, whose messages are
 * for its developers.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`,
 *   `MODEL_UNSUPPORTED`, `WEIGHTS_OUTSIDE`
 */
export async function examine(given: ModelSource): Promise<Examined> {
  const source = await readSource(given)
  return typeof source === "string" ? examineFile(pathOnDisk(source)) : examineBytes(await openFiles(source))
}

async function examineFile(path: string): Promise<Examined> {
  const size = await sizeOfFile(path)
  if (size > largestModel) {
    const fix = "save it with its weights in other files (external data)"
    const message = `${path} is larger than 2 GiB, the most that one ONNX file can hold: ${fix}`
    throw new PamiError("MODEL_UNSUPPORTED", message)
  }
  const header = await withFileBytes(path, size, (bytes) => readOnnx(bytes, path)).catch((error) => {
    throw isPamiError(error) ? error : fileError(error as NodeJS.ErrnoException, path)
  })
  const external: { name: string; file: string }[] = []
  // A model may have many names for one file.
  const sizes = new Map<string, number>()
  for (const name of header.externalFiles) {
    const real = await locateWeights(name, path)
    if (!sizes.has(real)) sizes.set(real, await sizeOfFile(real, nameWeights(real, path)))
    external.push({ name, file: real })
  }
  const bytes = [...sizes.values()].reduce((sum, length) => sum + length, size)
  return { file: path, model: path, bytes, external, header }
}

async function examineBytes(files: ModelFiles): Promise<Examined> {
  const model = await files.read()
  const header = await readOnnx(arrayBytes(model), files.name)
  const external = await Promise.all(
    header.externalFiles.map(async (name) => ({ name, file: await files.readWeights(name) })),
  )
  const bytes = external.reduce((sum, { file }) => sum + file.length, model.length)
  return { file: files.name, model, bytes, external, header }
}
