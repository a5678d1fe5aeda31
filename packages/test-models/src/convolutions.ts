import { softmax } from "./colour-classifier.ts"
import { onnxModel } from "./onnx-model.ts"
import type { OnnxInitializer } from "./onnx-types.ts"

/**
 * Returns a convolutional network with arbitrary weights, for properties of every model: two strided convolutions and
 * one linear layer, `"image"` `[N, 3, size, size]` to `"probabilities"` `[N, 10]`.
 *
 * @param options.weight returns the next weight in [0, 1), from a seeded generator
 * @param options.size height and width in pixels; default 32
 */
export function convolutions(options: { readonly weight: () => number; readonly size?: number }): Uint8Array {
  const { weight, size = 32 } = options
  const constant = (name: string, shape: readonly number[]): OnnxInitializer => {
    const length = shape.reduce((product, axis) => product * axis, 1)
    const reach = Math.sqrt(6 / (length / shape[0]))
    return {
      name,
      dtype: "float32",
      shape,
      data: Float32Array.from({ length }, () => (2 * weight() - 1) * reach),
    }
  }
  const attributes = { pads: { ints: [1, 1, 1, 1] }, strides: { ints: [2, 2] } }
  return onnxModel({
    inputs: [{ name: "image", dtype: "float32", shape: [null, 3, size, size] }],
    outputs: [{ name: "probabilities", dtype: "float32", shape: [null, 10] }],
    nodes: [
      { op: "Conv", inputs: ["image", "first"], outputs: ["a"], attributes },
      { op: "Relu", inputs: ["a"], outputs: ["b"] },
      { op: "Conv", inputs: ["b", "second"], outputs: ["c"], attributes },
      { op: "Relu", inputs: ["c"], outputs: ["d"] },
      { op: "GlobalAveragePool", inputs: ["d"], outputs: ["e"] },
      { op: "Flatten", inputs: ["e"], outputs: ["f"] },
      { op: "Gemm", inputs: ["f", "last"], outputs: ["g"], attributes: { transB: { int: 1 } } },
      softmax("g", "probabilities"),
    ],
    initializers: [
      constant("first", [16, 3, 3, 3]),
      constant("second", [32, 16, 3, 3]),
      constant("last", [10, 32]),
    ],
  })
}
