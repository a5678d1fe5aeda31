import { type Model, PamiError } from "@pami/core"
import { looksLike } from "../file-signatures.ts"
import { findActivations } from "./activations.ts"
import { bounded, type Pause } from "./bounded-bytes.ts"
import { externalFiles } from "./external-files.ts"
import { findParts, initializerNames, operatorsOf } from "./graph.ts"
import { readMetadata } from "./metadata.ts"
import { type Bytes, type Field, fields } from "./protobuf.ts"
import { inModel } from "./schema.ts"
import { type OnnxValue, readValue } from "./values.ts"

/** Declarations of an ONNX file, without its tensors. */
export interface OnnxHeader extends Required<Pick<Model, "metadata" | "activations">> {
  /** Inputs to feed. Old files list their weights among the inputs too: these are left out. */
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  /** Operators of the graph's nodes, each once: `Conv`; `com.example:Frobnicate` outside ONNX's own domain. */
  readonly operators: readonly string[]
  /** Names of other files that hold weights, as the model's file has them. */
  readonly externalFiles: readonly string[]
}

/**
 * Reads what an ONNX file declares, by walking the fields of its protobuf message. Tensors are skipped, so that a file of
 * gigabytes takes milliseconds. Damage inside the graph is left for the runtime to find.
 *
 * @param file name of the file, for messages
 * @throws PamiError `MODEL_UNRECOGNIZED` saying what the file looks like, `MODEL_TRUNCATED` saying how many bytes are
 *   missing, `MODEL_UNSUPPORTED` when the file has more parts than any exporter writes
 * @example
 * ```ts
 * const { inputs, operators } = await readOnnx(arrayBytes(bytes), "model.onnx")
 * ```
 */
export async function readOnnx(given: Bytes, file: string): Promise<OnnxHeader> {
  const { bytes, pause } = bounded(given, file)
  if (bytes.size === 0)
    throw new PamiError("MODEL_UNRECOGNIZED", `${file} is empty (0 bytes): download or export it again`)
  const look = looksLike(bytes.read(0, 512), "export it to ONNX first")
  if (look.kind !== "binary" && look.kind !== "onnx" && look.kind !== "saved-model")
    throw unrecognized(file, look.description)
  if (!beginsAsModel(bytes))
    throw unrecognized(file, "some other binary format: export the model to ONNX first")
  const parts = await findModelParts(bytes, file, pause)
  // Protobuf merges several graphs into one; exporters write one.
  const graph = parts.findLast(({ number }) => number === inModel.graph)
  if (graph === undefined) {
    const fix = "export the model to ONNX, for instance with tf2onnx for TensorFlow"
    const message = `${file} is not an ONNX model, but a protobuf file without an ONNX graph, like TensorFlow's: ${fix}`
    throw new PamiError("MODEL_UNRECOGNIZED", message)
  }
  const names = await externalFiles(bytes, parts, file, pause)
  const found = await findParts(bytes, graph, pause)
  const own = await initializerNames(bytes, found.initializers, pause)
  const inputs = await readValues(bytes, found.inputs, pause)
  const outputs = await readValues(bytes, found.outputs, pause)
  return {
    inputs: inputs.filter(({ name }) => !own.has(name)),
    outputs,
    operators: await operatorsOf(bytes, found.nodes, pause),
    activations: await findActivations(
      bytes,
      found.nodes,
      outputs.map(({ name }) => name),
      pause,
    ),
    metadata: readMetadata(
      bytes,
      parts.filter(({ number }) => number === inModel.metadata),
    ),
    externalFiles: names,
  }
}

async function readValues(bytes: Bytes, found: readonly Field[], pause: Pause): Promise<OnnxValue[]> {
  const values: OnnxValue[] = []
  for (const field of found) {
    const pausing = pause()
    if (pausing) await pausing
    values.push(readValue(bytes, field))
  }
  return values
}

/** Exporters write the version of the format first; without it, a later field of a model may come first. */
function beginsAsModel(bytes: Bytes): boolean {
  const [{ number, wireType }] = fields(bytes, 0, bytes.size)
  if (number === inModel.irVersion) return wireType === 0
  return number > inModel.irVersion && number <= inModel.largest && wireType === 2
}

const used: readonly number[] = [inModel.graph, inModel.metadata, inModel.function]

/** Finds the parts of the model that are read here. All of its fields must be whole. */
async function findModelParts(bytes: Bytes, file: string, pause: Pause): Promise<Field[]> {
  const parts: Field[] = []
  for (const field of fields(bytes, 0, bytes.size)) {
    if (field.end > bytes.size) throw truncated(bytes, file, field)
    if (field.number === 0) throw damaged(file, field.start)
    if (field.wireType === 2 && used.includes(field.number)) parts.push(field)
    const pausing = pause()
    if (pausing) await pausing
  }
  return parts
}

function unrecognized(file: string, look: string): PamiError {
  return new PamiError("MODEL_UNRECOGNIZED", `${file} is not an ONNX model; it looks like ${look}`)
}

function truncated(bytes: Bytes, file: string, { end }: Field): PamiError {
  const [size, missing] = [bytes.size, end - bytes.size].map((count) => count.toLocaleString("en"))
  return new PamiError(
    "MODEL_TRUNCATED",
    `${file} is truncated: it has ${size} bytes, and at least ${missing} are missing at its end; download or copy it again`,
  )
}

function damaged(file: string, position: number): PamiError {
  const message = `${file} begins as an ONNX model, but is damaged at byte ${position}: download or export it again`
  return new PamiError("MODEL_TRUNCATED", message)
}
