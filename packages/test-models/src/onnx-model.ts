import { Model } from "./onnx-schema.ts"
import type {
  OnnxAttribute,
  OnnxInitializer,
  OnnxModelOptions,
  OnnxNode,
  OnnxTensor,
  OnnxType,
  OnnxValue,
} from "./onnx-types.ts"

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
 * Returns the bytes of an ONNX file. Equal options give equal bytes.
 *
 * @throws TypeError when the array type of a constant does not match its dtype
 * @throws RangeError when the length of a constant does not match its shape
 * @example
 * const negate = onnxModel({
 *   inputs: [{ name: "x", dtype: "float32", shape: [null, 3] }],
 *   outputs: [{ name: "y", dtype: "float32", shape: [null, 3] }],
 *   nodes: [{ op: "Neg", inputs: ["x"], outputs: ["y"] }],
 * })
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
