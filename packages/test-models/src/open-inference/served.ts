// Models as the test's server runs them: bytes in, bytes out.
import type { DType, Model, Tensor } from "@pami/core"
import { allocate, bytesOf } from "@pami/core/tensor"

/** A tensor as it travels: its elements as bytes, or as texts. */
export interface WireTensor {
  readonly name: string
  readonly datatype: string
  readonly shape: readonly number[]
  readonly bytes: Buffer
  readonly texts?: readonly string[]
}

export interface Declaration {
  readonly name: string
  readonly datatype: string
  readonly shape: readonly (number | string)[]
}

export interface ServedModel {
  readonly inputs: readonly Declaration[]
  readonly outputs: readonly Declaration[]
  readonly platform?: string
  /** In Triton's configuration. Default: none. */
  readonly maxBatch?: number
  infer(inputs: readonly WireTensor[]): Promise<readonly WireTensor[]> | readonly WireTensor[]
}

const names: Readonly<Record<DType, string>> = {
  float32: "FP32",
  float16: "FP16",
  float64: "FP64",
  uint8: "UINT8",
  int8: "INT8",
  int32: "INT32",
  int64: "INT64",
  bool: "BOOL",
}

/** Returns a loaded model of any backend as the server runs it. */
export function serve(model: Model, maxBatch?: number): ServedModel {
  const declare = ({ name, dtype, shape }: Model["inputs"][number]) => ({
    name,
    datatype: names[dtype as DType],
    shape: shape.map((length) => length ?? -1),
  })
  return {
    inputs: model.inputs.map(declare),
    outputs: model.outputs.map(declare),
    platform: "onnxruntime_onnx",
    ...(maxBatch !== undefined && { maxBatch }),
    async infer(inputs) {
      const feeds = inputs.map(({ name, shape, bytes }) => {
        const dtype = model.inputs.find((info) => info.name === name)!.dtype as DType
        const data = allocate(dtype, bytes.length / bytesOf(dtype))
        new Uint8Array(data.buffer).set(bytes)
        return [name, { dtype, shape, data } satisfies Tensor] as const
      })
      const outputs = await model.run(Object.fromEntries(feeds))
      return Object.entries(outputs).map(([name, { dtype, shape, data }]) => ({
        name,
        datatype: names[dtype],
        shape,
        bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
      }))
    },
  }
}
