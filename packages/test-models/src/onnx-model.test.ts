import { expect, test } from "vitest"
import { onnxModel } from "./onnx-model.ts"
import type { OnnxModelOptions } from "./onnx-types.ts"

const tiny: OnnxModelOptions = {
  name: "g",
  inputs: [{ name: "x", dtype: "float32", shape: [null, 2] }],
  outputs: [{ name: "y", dtype: "float32", shape: [] }],
  nodes: [{ op: "Abs", inputs: ["x"], outputs: ["y"], attributes: { k: { int: -1 } } }],
  initializers: [{ name: "w", dtype: "float32", shape: [1], data: Float32Array.of(1) }],
  producer: "p",
  metadata: { a: "b" },
}

function field(number: number, content: readonly number[] | string): number[] {
  const bytes = typeof content === "string" ? Array.from(content, (letter) => letter.charCodeAt(0)) : content
  return [number * 8 + 2, bytes.length, ...bytes]
}

test("the bytes follow the ONNX schema", () => {
  const minusOne = [255, 255, 255, 255, 255, 255, 255, 255, 255, 1]
  // TypeProto.tensor_type, elem_type float, with the given TensorShapeProto
  const type = (shape: readonly number[]) => field(2, field(1, [8, 1, ...field(2, shape)]))
  // AttributeProto: name, i, type INT (field 20)
  const attribute = field(5, [...field(1, "k"), 24, ...minusOne, 160, 1, 2])
  const graph = [
    ...field(1, [
      ...field(1, "x"),
      ...field(2, "y"),
      ...field(3, "Abs_0"),
      ...field(4, "Abs"),
      ...attribute,
      ...field(7, ""),
    ]),
    ...field(2, "g"),
    ...field(5, [8, 1, 16, 1, ...field(8, "w"), ...field(9, [0, 0, 128, 63])]),
    ...field(11, [...field(1, "x"), ...type([...field(1, field(2, "batch")), ...field(1, [8, 2])])]),
    ...field(12, [...field(1, "y"), ...type([])]),
  ]
  expect([...onnxModel(tiny)]).toEqual([
    8,
    8,
    ...field(2, "p"),
    ...field(7, graph),
    ...field(8, [...field(1, ""), 16, 17]),
    ...field(14, [...field(1, "a"), ...field(2, "b")]),
  ])
})

test("the same options give the same bytes", () => {
  expect(onnxModel(tiny)).toEqual(onnxModel(structuredClone(tiny)))
})

test("a constant needs the array type of its dtype and the length of its shape", () => {
  const constant = { name: "w", dtype: "float32", shape: [2, 2] } as const
  const write = (data: Float32Array | Float64Array) =>
    onnxModel({ ...tiny, initializers: [{ ...constant, data }] })
  expect(() => write(new Float32Array(3))).toThrow(RangeError)
  expect(() => write(new Float32Array(3))).toThrow('constant "w": shape [2, 2] needs 4 elements, got 3')
  expect(() => write(new Float64Array(4))).toThrow(TypeError)
})

test("a constant may be a view of a larger buffer", () => {
  const whole = Float32Array.of(9, 1, 9)
  const initializers = [{ name: "w", dtype: "float32", shape: [1], data: whole.subarray(1, 2) }] as const
  expect(onnxModel({ ...tiny, initializers })).toEqual(onnxModel(tiny))
})
