import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"

// Numbers of types in TensorFlow's types.proto.
const [float, uint8] = [1, 4]

/**
 * Writes a SavedModel without variables: bytes `x [N, 2]` by the matrix `[[2, 0], [0, 3]]` gives `y [N, 2]`.
 * Field numbers are those of saved_model.proto, meta_graph.proto, graph.proto, attr_value.proto and tensor.proto.
 */
export async function writeSavedModel(folder: string, signature = "serving_default"): Promise<void> {
  await mkdir(folder, { recursive: true })
  const graph = [
    ...field(1, node("x", "Placeholder", [], { dtype: field(6, uint8), shape: field(7, shape(-1, 2)) })),
    ...field(1, node("f", "Cast", ["x"], { SrcT: field(6, uint8), DstT: field(6, float) })),
    ...field(1, node("w", "Const", [], { dtype: field(6, float), value: field(8, matrix(2, 0, 0, 3)) })),
    ...field(1, node("y", "MatMul", ["f", "w"], { T: field(6, float) })),
    ...field(4, field(1, 1482)),
  ]
  const signed = [
    ...entry(1, "x", tensorInfo("x:0", uint8)),
    ...entry(2, "y", tensorInfo("y:0", float)),
    ...field(3, text("tensorflow/serving/predict")),
  ]
  const metaGraph = [...field(1, field(4, text("serve"))), ...field(2, graph), ...entry(5, signature, signed)]
  await writeFile(join(folder, "saved_model.pb"), Uint8Array.from([...field(1, 1), ...field(2, metaGraph)]))
}

function node(name: string, op: string, inputs: string[], attributes: Record<string, number[]>): number[] {
  return [
    ...field(1, text(name)),
    ...field(2, text(op)),
    ...inputs.flatMap((input) => field(3, text(input))),
    ...Object.entries(attributes).flatMap(([key, value]) => entry(5, key, value)),
  ]
}

function tensorInfo(name: string, dtype: number): number[] {
  return [...field(1, text(name)), ...field(2, dtype), ...field(3, shape(-1, 2))]
}

function shape(...lengths: number[]): number[] {
  return lengths.flatMap((length) => field(2, field(1, length)))
}

function matrix(...values: number[]): number[] {
  const content = [...new Uint8Array(Float32Array.from(values).buffer)]
  return [...field(1, float), ...field(2, shape(2, 2)), ...field(4, content)]
}

/** An entry of a map. */
function entry(number: number, key: string, value: number[]): number[] {
  return field(number, [...field(1, text(key)), ...field(2, value)])
}

function text(value: string): number[] {
  return [...new TextEncoder().encode(value)]
}

/** A field: a number as a varint, anything else with its length. */
function field(number: number, value: number | number[]): number[] {
  if (typeof value === "number")
    return [...varint(BigInt(number << 3)), ...varint(BigInt.asUintN(64, BigInt(value)))]
  return [...varint(BigInt((number << 3) | 2)), ...varint(BigInt(value.length)), ...value]
}

function varint(value: bigint): number[] {
  return value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)]
}
