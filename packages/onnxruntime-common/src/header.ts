import { type Model, PamiError } from "@pami/core"
import { readActivations } from "./activations.ts"
import { bounded } from "./bounded-bytes.ts"
import { externalFiles } from "./external-files.ts"
import { otherFormat } from "./format.ts"
import { readMetadata } from "./metadata.ts"
import { readKinds } from "./values.ts"
import { type Bytes, type Field, fields } from "./wire.ts"

// Of a model, in onnx.proto.
const graphField = 7
const metadataField = 14
const functionField = 25
const read: readonly number[] = [graphField, metadataField, functionField]

/** What an ONNX file says of itself, apart from its numbers. */
export interface OnnxHeader extends Required<Pick<Model, "metadata" | "activations">> {
  /** Files that hold weights, as the model names them. */
  readonly externalFiles: readonly string[]
  /** What inputs and outputs are that are no tensors with a shape, by name: `"sequence of maps"`. */
  readonly kinds: ReadonlyMap<string, string>
}

/**
 * Reads what an ONNX file says of itself, by walking its fields; tensors are skipped, so that a file of gigabytes takes
 * milliseconds. Damage inside the graph is left for the runtime to find.
 *
 * @param file name of the file, for messages
 * @throws PamiError `MODEL_UNRECOGNIZED` saying what it looks like, `MODEL_TRUNCATED` saying how much is missing,
 *   `MODEL_UNSUPPORTED` where the file holds more than is read of a stranger
 */
export async function readHeader(given: Bytes, file: string): Promise<OnnxHeader> {
  const { bytes, pause } = bounded(given, file)
  if (bytes.size === 0) {
    throw new PamiError("MODEL_UNRECOGNIZED", `${file} is empty (0 bytes): download or export it again`)
  }
  const other = otherFormat(bytes)
  if (other !== undefined) {
    throw new PamiError("MODEL_UNRECOGNIZED", `${file} is no ONNX model; it looks like ${other}`)
  }
  const parts: Field[] = []
  for (const field of fields(bytes, 0, bytes.size)) {
    if (field.end > bytes.size) throw truncated(bytes, file, field)
    if (field.number === 0) throw damaged(file, field.start)
    if (field.wireType === 2 && read.includes(field.number)) parts.push(field)
    const pausing = pause()
    if (pausing) await pausing
  }
  const graphs = parts.filter(({ number }) => number === graphField)
  if (graphs.length === 0) {
    const fix = "export the model to ONNX, for instance with tf2onnx for TensorFlow"
    const message = `${file} is no ONNX model; it is a protobuf file without an ONNX graph, as TensorFlow's are: ${fix}`
    throw new PamiError("MODEL_UNRECOGNIZED", message)
  }
  // As protobuf reads it, several graphs are one; nobody writes that, and the last is looked at.
  const graph = graphs.at(-1)!
  return {
    externalFiles: await externalFiles(bytes, parts, file, pause),
    metadata: readMetadata(
      bytes,
      parts.filter(({ number }) => number === metadataField),
    ),
    activations: await readActivations(bytes, graph, pause),
    kinds: await readKinds(bytes, graph, pause),
  }
}

function truncated(bytes: Bytes, file: string, { end }: Field): PamiError {
  const [size, missing] = [bytes.size, end - bytes.size].map((count) => count.toLocaleString("en"))
  return new PamiError(
    "MODEL_TRUNCATED",
    `${file} is cut short: it has ${size} bytes, and at least ${missing} are missing at its end; download or copy it again`,
  )
}

function damaged(file: string, position: number): PamiError {
  const message = `${file} begins as an ONNX model, but is damaged at byte ${position}: download or export it again`
  return new PamiError("MODEL_TRUNCATED", message)
}
