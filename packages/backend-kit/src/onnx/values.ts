import { type DType, PamiError, type TensorInfo } from "@pami/core"
import { nameIn } from "./graph.ts"
import { type Bytes, type Field, fieldsOf, firstOf, integer, longInteger, messagesOf } from "./protobuf.ts"
import { inAxis, inSequenceType, inShape, inTensorType, inType, inValue } from "./schema.ts"

/** An input or output that an ONNX graph declares. */
export interface OnnxValue {
  readonly name: string
  /** `"tensor"`, or another kind of value in words, such as `"sequence of maps"`. */
  readonly kind: string
  /** Element type of a tensor; absent for types that hold neither numbers nor texts, such as complex numbers. */
  readonly dtype?: DType | "string"
  /** Lengths of a tensor's axes, `null` for a free one; absent when the file does not declare even their number. */
  readonly shape?: readonly (number | null)[]
}

// Numbers of TensorProto.DataType.
const dtypes: Readonly<Record<number, DType | "string">> = {
  1: "float32",
  2: "uint8",
  3: "int8",
  6: "int32",
  7: "int64",
  8: "string",
  9: "bool",
  10: "float16",
  11: "float64",
}

const kinds: Readonly<Record<number, string>> = {
  [inType.tensor]: "tensor",
  [inType.sequence]: "sequence",
  [inType.map]: "map",
  [inType.sparseTensor]: "sparse tensor",
  [inType.optional]: "optional value",
}

/** Reads what a graph declares about one of its inputs or outputs. */
export function readValue(bytes: Bytes, value: Field): OnnxValue {
  const name = nameIn(bytes, value, inValue.name)
  const type = firstOf(bytes, value, inValue.type)
  const content = type && firstOf(bytes, type)
  const kind = kinds[content?.number ?? 0]
  if (content === undefined || kind === undefined) return { name, kind: "value of an unknown kind" }
  if (kind === "tensor") return { name, kind, ...readTensorType(bytes, content) }
  if (kind !== "sequence") return { name, kind }
  const element = firstOf(bytes, content, inSequenceType.element)
  const elements = kinds[(element && firstOf(bytes, element)?.number) ?? 0]
  return { name, kind: elements === undefined ? kind : `sequence of ${elements}s` }
}

function readTensorType(bytes: Bytes, type: Field): Pick<OnnxValue, "dtype" | "shape"> {
  const elements = [...fieldsOf(bytes, type)].find(({ number }) => number === inTensorType.elementType)
  const dtype = elements && dtypes[integer(bytes, elements)]
  const shape = firstOf(bytes, type, inTensorType.shape)
  return {
    ...(dtype !== undefined && { dtype }),
    ...(shape !== undefined && {
      shape: [...messagesOf(bytes, shape, inShape.axis)].map((axis) => readLength(bytes, axis)),
    }),
  }
}

/** A named axis is free; some exporters write 0 or a negative length, which protobuf stores as a huge one. */
function readLength(bytes: Bytes, axis: Field): number | null {
  const field = [...fieldsOf(bytes, axis)].find(
    ({ number, wireType }) => number === inAxis.length && wireType === 0,
  )
  const length = field === undefined ? 0 : longInteger(bytes, field)
  return length > 0 && length < 2 ** 31 ? length : null
}

/**
 * Returns a value as a tensor of numbers, for backends that declare inputs and outputs from the file. A tensor without a
 * declared shape gets `[]`, which {@link checkFeeds} does not check.
 *
 * @param file name of the model's file, for the message
 * @throws PamiError `MODEL_UNSUPPORTED` for any other value
 */
export function expectTensor({ name, kind, dtype, shape = [] }: OnnxValue, file: string): TensorInfo {
  if (dtype !== undefined && dtype !== "string") return { name, dtype, shape }
  const found = kind === "tensor" ? `tensor of ${dtype ?? "other elements"}` : kind
  throw new PamiError("MODEL_UNSUPPORTED", `"${name}" of ${file} is a ${found}, not a tensor of numbers`)
}
