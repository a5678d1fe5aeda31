import { Model } from "./schema.ts"

/** Element types of ONNX tensors that this package writes. */
export type OnnxType =
  | "float32"
  | "uint8"
  | "int8"
  | "int32"
  | "int64"
  | "string"
  | "bool"
  | "float16"
  | "float64"

/** A named tensor of the model's boundary. */
export interface OnnxValue {
  readonly name: string
  readonly dtype: OnnxType
  /**
   * A text is the name of a free axis, `""` one without a name; `null` is a free axis that is named: `"batch"`, the first,
   * others after the tensor.
   */
  readonly shape: readonly (number | string | null)[]
  /** What holds the tensor: nothing (the default), or a sequence of maps from int64, as ZipMap makes of class scores. */
  readonly container?: "sequence of maps"
}

/** A constant tensor. `data` holds `float16` as its bits in a `Uint16Array`, `bool` as 0 or 1 in a `Uint8Array`. */
export interface OnnxTensor {
  readonly dtype: Exclude<OnnxType, "string">
  readonly shape: readonly number[]
  readonly data: ArrayBufferView & { readonly length: number }
}

/** A named constant: in the model, or in a file next to it, whose bytes the caller writes. */
export type OnnxInitializer =
  | ({ readonly name: string } & OnnxTensor)
  | {
      readonly name: string
      readonly dtype: OnnxTensor["dtype"]
      readonly shape: readonly number[]
      /** Name of the file next to the model that holds the elements from its first byte on, little-endian. */
      readonly external: string
    }

/** An operator's attribute; its key says the ONNX type. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly tensor: OnnxTensor | OnnxInitializer }

/** One step of the graph. */
export interface OnnxNode {
  /** Operator type: `"Conv"`. */
  readonly op: string
  /** Names of what it reads; `""` skips an optional input. */
  readonly inputs: readonly string[]
  /** Names of what it makes. */
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>
  /** Operator domain. Default `""`, ONNX itself; any other is imported in version 1. */
  readonly domain?: string
}

/** What {@link onnxModel} writes. */
export interface OnnxModelOptions {
  /** Name of the graph. Default `"model"`. */
  readonly name?: string
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  /** In an order in which every input is known before it is read. */
  readonly nodes: readonly OnnxNode[]
  /** Default: none. */
  readonly initializers?: readonly OnnxInitializer[]
  /** Version of the ONNX operators. Default 17. */
  readonly opset?: number
  /** Version of the file format. Default 8, that of opset 17. */
  readonly irVersion?: number
  /** Producer as recorded in the file. Default `"pami"`. */
  readonly producer?: string
  /** Key-value pairs recorded in the file. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>
}

const typeNumbers: Readonly<Record<OnnxType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
}

const arrays = {
  float32: Float32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
  float16: Uint16Array,
  float64: Float64Array,
} as const

const externalLocation = 1

/**
 * Writes an ONNX model. The same options give the same bytes.
 *
 * @returns the bytes of the file
 * @throws TypeError when a constant's array is not the kind that stores its dtype
 * @throws RangeError when a constant's array is not as long as its shape says
 */
export function onnxModel(options: OnnxModelOptions): Uint8Array {
  const {
    name = "model",
    inputs,
    outputs,
    nodes,
    initializers = [],
    opset = 17,
    irVersion = 8,
    producer = "pami",
    metadata = {},
  } = options
  const domains = new Set(nodes.map((node) => node.domain ?? "").filter((domain) => domain !== ""))
  const message = {
    irVersion,
    producerName: producer,
    graph: {
      node: nodes.map(nodeMessage),
      name,
      initializer: initializers.map(initializerMessage),
      input: inputs.map(valueMessage),
      output: outputs.map(valueMessage),
    },
    opsetImport: [
      { domain: "", version: opset },
      ...Array.from(domains, (domain) => ({ domain, version: 1 })),
    ],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  }
  return new Uint8Array(Model.encode(message).finish())
}

function nodeMessage({ op, inputs, outputs, attributes = {}, domain = "" }: OnnxNode, index: number): object {
  return {
    input: inputs,
    output: outputs,
    name: `${op}_${index}`,
    opType: op,
    attribute: Object.entries(attributes).map(([name, value]) => attributeMessage(name, value)),
    domain,
  }
}

function attributeMessage(name: string, value: OnnxAttribute): object {
  if ("float" in value) return { name, type: 1, f: value.float }
  if ("int" in value) return { name, type: 2, i: value.int }
  if ("string" in value) return { name, type: 3, s: new TextEncoder().encode(value.string) }
  if ("tensor" in value) return { name, type: 4, t: initializerMessage({ name: "", ...value.tensor }) }
  if ("floats" in value) return { name, type: 6, floats: value.floats }
  return { name, type: 7, ints: value.ints }
}

function initializerMessage(initializer: OnnxInitializer): object {
  if ("data" in initializer) return tensorMessage(initializer.name, initializer)
  const { name, dtype, shape, external } = initializer
  return {
    dims: shape,
    dataType: typeNumbers[dtype],
    name,
    externalData: [{ key: "location", value: external }],
    dataLocation: externalLocation,
  }
}

function tensorMessage(name: string, { dtype, shape, data }: OnnxTensor): object {
  if (!(data instanceof arrays[dtype])) {
    throw new TypeError(
      `constant "${name}": ${dtype} needs a ${arrays[dtype].name}, got ${data.constructor.name}`,
    )
  }
  const size = shape.reduce((product, length) => product * length, 1)
  if (data.length !== size) {
    throw new RangeError(
      `constant "${name}": shape [${shape.join(", ")}] needs ${size} elements, got ${data.length}`,
    )
  }
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return { dims: shape, dataType: typeNumbers[dtype], name, rawData }
}

function dimension(length: number | string): object {
  if (typeof length === "number") return { dimValue: length }
  return length === "" ? {} : { dimParam: length }
}

function valueMessage({ name, dtype, shape, container }: OnnxValue): object {
  const dim = shape.map((length, axis) => dimension(length ?? (axis === 0 ? "batch" : `${name}_${axis}`)))
  const tensor = { tensorType: { elemType: typeNumbers[dtype], shape: { dim } } }
  if (container === undefined) return { name, type: tensor }
  const map = { mapType: { keyType: typeNumbers.int64, valueType: tensor } }
  return { name, type: { sequenceType: { elemType: map } } }
}
