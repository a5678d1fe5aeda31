// What an ONNX file declares, read from the file, as few runtimes tell it all. Where yours does, ask it instead.
import { type DType, PamiError, type TensorInfo } from "@pami/core"
import type { NamedBytes } from "./read-model.ts"

/** An ONNX file, and what it declares. */
export interface OnnxFile extends NamedBytes {
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  /** Those that its nodes use: `Conv`, or `com.example:Frobnicate` outside of ONNX's own. */
  readonly operators: readonly string[]
}

// Element types by their number in TensorProto.DataType.
const dtypes: Readonly<Record<number, DType>> = {
  1: "float32",
  2: "uint8",
  3: "int8",
  6: "int32",
  7: "int64",
  9: "bool",
  10: "float16",
  11: "float64",
}

/**
 * Reads the declarations of an ONNX file. Numbers of fields are those of onnx.proto.
 *
 * @throws PamiError `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`, `MODEL_UNSUPPORTED`
 */
export function readOnnx({ file, bytes }: NamedBytes): OnnxFile {
  // Exporters write the version of the format first, as field 1.
  if (bytes[0] !== 8)
    throw new PamiError("MODEL_UNRECOGNIZED", `${file} is no ONNX model: it does not begin as one`)
  try {
    const [graph] = all(bytes, 7)
    if (graph === undefined)
      throw new PamiError("MODEL_UNRECOGNIZED", `${file} is no ONNX model: it has no graph`)
    return { file, bytes, ...readGraph(graph.content, file) }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    const message = `${file} is cut short or damaged (${cause.message}): download or export it again`
    throw new PamiError("MODEL_TRUNCATED", message, { cause })
  }
}

function readGraph(graph: Uint8Array, file: string): Pick<OnnxFile, "inputs" | "outputs" | "operators"> {
  const weights = all(graph, 5).map(({ content }) => content)
  if (weights.some((weight) => all(weight, 14).some(({ value }) => value === 1)))
    throw new PamiError(
      "MODEL_UNSUPPORTED",
      `${file} keeps weights in files of their own: save it as one file`,
    )
  // Old files list their weights as inputs, too.
  const given = new Set(weights.map((weight) => text(weight, 8)))
  const info = ({ content }: Field) => readInfo(content, file)
  return {
    inputs: all(graph, 11)
      .filter(({ content }) => !given.has(text(content, 1)))
      .map(info),
    outputs: all(graph, 12).map(info),
    operators: all(graph, 1).map(({ content }) => {
      const domain = text(content, 7)
      return domain === "" || domain === "ai.onnx" ? text(content, 4) : `${domain}:${text(content, 4)}`
    }),
  }
}

/** Name, type and shape of an input or output, a ValueInfoProto. */
function readInfo(info: Uint8Array, file: string): TensorInfo {
  const name = text(info, 1)
  const [type] = all(info, 2).flatMap(({ content }) => all(content, 1))
  const [number] = type === undefined ? [] : all(type.content, 1)
  const dtype = number && dtypes[number.value]
  if (dtype === undefined)
    throw new PamiError("MODEL_UNSUPPORTED", `"${name}" of ${file} is no tensor of numbers`)
  const axes = all(type.content, 2).flatMap(({ content }) => all(content, 1))
  const shape = axes.map(({ content }) => {
    const [length] = all(content, 1)
    // Lengths below 0 come as unsigned numbers far beyond any real one.
    return length !== undefined && length.value > 0 && length.value <= 2 ** 31 ? length.value : null
  })
  return { name, dtype, shape }
}

/** One field of a protobuf message: its number where it is one, else its bytes. */
interface Field {
  readonly number: number
  readonly value: number
  readonly content: Uint8Array
}

function all(message: Uint8Array, number: number): Field[] {
  return [...fields(message)].filter((field) => field.number === number)
}

function text(message: Uint8Array, number: number): string {
  const [field] = all(message, number)
  return field === undefined ? "" : new TextDecoder().decode(field.content)
}

/** @throws RangeError where the message ends within a field, or holds what no message does */
function* fields(message: Uint8Array): Generator<Field> {
  let at = 0
  const varint = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      if (at === message.length) throw new RangeError("it ends within a field")
      const byte = message[at++]
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
  while (at < message.length) {
    const tag = varint()
    const wireType = tag % 8
    if (tag < 8 || ![0, 1, 2, 5].includes(wireType)) throw new RangeError("it holds an unknown field")
    const value = wireType === 0 ? varint() : 0
    const length = wireType === 2 ? varint() : wireType === 1 ? 8 : wireType === 5 ? 4 : 0
    if (at + length > message.length) throw new RangeError("it ends within a field")
    yield { number: Math.floor(tag / 8), value, content: message.subarray(at, at + length) }
    at += length
  }
}
