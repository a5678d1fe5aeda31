// Models whose answers the tests compute themselves.
import type { ServedModel, WireTensor } from "@pami/test-models/open-inference"

/** Returns its input as it is: bytes, or texts as their lengths. */
export function echo(datatype: string, shape: readonly number[] = [-1, 3]): ServedModel {
  return {
    inputs: [{ name: "x", datatype, shape }],
    outputs: [{ name: "y", datatype, shape }],
    infer: ([{ bytes, shape }]) => [{ name: "y", datatype, shape, bytes }],
  }
}

/** `text` `[N]` to `length` `[N]`, the number of its bytes, and `copy`, the text. */
export const lengths: ServedModel = {
  inputs: [{ name: "text", datatype: "BYTES", shape: [-1] }],
  outputs: [
    { name: "length", datatype: "INT32", shape: [-1] },
    { name: "copy", datatype: "BYTES", shape: [-1] },
  ],
  infer: ([{ shape, texts }]) => [
    {
      name: "length",
      datatype: "INT32",
      shape,
      bytes: Buffer.from(Int32Array.from(texts!, (text) => Buffer.byteLength(text)).buffer),
    },
  ],
}

/** `x` FP32 `[N, 2]` to `y` FP32 `[N, 2]`, twice as much. */
export const twice: ServedModel = {
  inputs: [{ name: "x", datatype: "FP32", shape: [-1, 2] }],
  outputs: [{ name: "y", datatype: "FP32", shape: [-1, 2] }],
  infer: ([x]) => [
    output(
      "y",
      x.shape,
      floatsOf(x).map((value) => 2 * value),
    ),
  ],
}

export function floatsOf({ bytes }: WireTensor): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer)
}

export function output(name: string, shape: readonly number[], data: Float32Array): WireTensor {
  return { name, datatype: "FP32", shape, bytes: Buffer.from(data.buffer) }
}

/** Feeds of `twice`. */
export function pair(...values: readonly number[]) {
  const data = Float32Array.from(values)
  return { x: { dtype: "float32", shape: [values.length / 2, 2], data } } as const
}
