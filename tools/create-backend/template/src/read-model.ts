import { arrayBytes, expectTensor, openFiles, readOnnx } from "@pami/backend-kit"
import { type ModelSource, PamiError, type TensorInfo } from "@pami/core"

/** An ONNX file, and what it declares. */
export interface OnnxModel {
  /** Name of the file, for messages. */
  readonly file: string
  readonly bytes: Uint8Array
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  /** Operators of its nodes: `Conv`; `com.example:Frobnicate` outside ONNX's own domain. */
  readonly operators: readonly string[]
}

/**
 * Reads an ONNX file and what it declares, in Node and in browsers, from a path, an address or bytes. The declarations come
 * from the file, as few runtimes return all of them; if yours does, ask it instead.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`, `MODEL_UNSUPPORTED`
 */
export async function readModel(source: ModelSource): Promise<OnnxModel> {
  const files = await openFiles(source)
  const { name: file } = files
  const bytes = await files.read()
  const { inputs, outputs, operators, externalFiles } = await readOnnx(arrayBytes(bytes), file)
  if (externalFiles.length > 0)
    throw new PamiError("MODEL_UNSUPPORTED", `${file} keeps its weights in other files: save it as one file`)
  return {
    file,
    bytes,
    inputs: inputs.map((value) => expectTensor(value, file)),
    outputs: outputs.map((value) => expectTensor(value, file)),
    operators,
  }
}
