import { onnxModel } from "./onnx-model.ts"

/**
 * Returns an ONNX model of one convolution over six channels, of which onnxruntime 1.30 computes wrong outputs on the WebGPU of a
 * simulated GPU: https://github.com/microsoft/onnxruntime/issues/29651
 *
 * @param size of the image, in pixels
 * @param weight returns numbers from 0 to 1
 */
export function sixChannels({
  size,
  weight,
}: {
  readonly size: number
  readonly weight: () => number
}): Uint8Array {
  return onnxModel({
    inputs: [{ name: "x", dtype: "float32", shape: [null, 6, size, size] }],
    outputs: [{ name: "y", dtype: "float32", shape: [null, 32, size, size] }],
    nodes: [{ op: "Conv", inputs: ["x", "w"], outputs: ["y"], attributes: { pads: { ints: [1, 1, 1, 1] } } }],
    initializers: [
      {
        name: "w",
        dtype: "float32",
        shape: [32, 6, 3, 3],
        data: Float32Array.from({ length: 32 * 6 * 9 }, () => weight() - 0.5),
      },
    ],
  })
}
