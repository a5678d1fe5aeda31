import {
  type DType,
  formatShape,
  PamiError,
  sizeOf,
  stores,
  type StringTensor,
  type Tensor,
  type TensorInfo,
} from "@pami/core"
import type { InferenceSession, Tensor as RuntimeTensor, TensorConstructor } from "onnxruntime-common"

const dtypes: ReadonlySet<string> = new Set<DType>([
  "float32",
  "float16",
  "float64",
  "uint8",
  "int8",
  "int32",
  "int64",
  "bool",
])

/** What the runtime declares, in the terms of core; `undefined` for what is not a tensor of one of its types. */
export function tensorInfo(metadata: InferenceSession.ValueMetadata): TensorInfo | undefined {
  if (!metadata.isTensor || !dtypes.has(metadata.type)) return undefined
  const shape = metadata.shape.map((length) => (typeof length === "number" ? length : null))
  return { name: metadata.name, dtype: metadata.type as DType, shape }
}

/**
 * Checks one of the feeds against what the model declares.
 *
 * @throws TypeError, RangeError when the tensor contradicts itself
 * @throws PamiError `SHAPE_MISMATCH`
 */
export function checkFeed(info: TensorInfo, tensor: Tensor | StringTensor): Tensor {
  const input = `input "${info.name}"`
  if (tensor.dtype === "string")
    throw new PamiError("SHAPE_MISMATCH", `${input} takes ${info.dtype}, got texts`)
  const { dtype, shape, data } = tensor
  if (!stores(dtype, data)) throw new TypeError(`${input}: ${data.constructor.name} does not store ${dtype}`)
  if (data.length !== sizeOf(shape)) {
    throw new RangeError(
      `${input}: ${formatShape(shape)} needs ${sizeOf(shape)} elements, got ${data.length}`,
    )
  }
  if (dtype !== info.dtype) {
    throw new PamiError("SHAPE_MISMATCH", `${input} takes ${info.dtype}, got ${dtype}`)
  }
  // The runtime gives an empty shape also for an input that declares none.
  if (info.shape.length === 0) return tensor
  const shapes = `the model takes ${formatShape(info.shape)}, got ${formatShape(shape)}`
  if (shape.length !== info.shape.length) {
    throw new PamiError(
      "SHAPE_MISMATCH",
      `${input} has ${info.shape.length} axes, got ${shape.length}: ${shapes}`,
    )
  }
  const axis = info.shape.findIndex((length, axis) => length !== null && length !== shape[axis])
  if (axis < 0) return tensor
  const which = axis === 0 ? "axis 0 (the batch)" : `axis ${axis}`
  throw new PamiError(
    "SHAPE_MISMATCH",
    `${input}: ${which} must be ${info.shape[axis]}, got ${shape[axis]}: ${shapes}`,
  )
}

/** The runtime's tensor on the same memory. */
export function toRuntime(Tensor: TensorConstructor, { dtype, shape, data }: Tensor): RuntimeTensor {
  if (dtype !== "float16") return new Tensor(dtype, data as Float32Array, shape)
  // Where JavaScript has a Float16Array, the runtime turns the bits into one, whose length its binding then
  // reads as 0 (https://github.com/microsoft/onnxruntime/pull/32323). Named only afterwards, they stay bits.
  const bits = new Tensor("uint16", data as Uint16Array, shape)
  return Object.assign(bits, { type: "float16" })
}

/** A tensor on the memory of the runtime's, which the runtime has given away. */
export function fromRuntime({ type, dims, data }: RuntimeTensor): Tensor {
  const view = data as Exclude<typeof data, string[]>
  const bits = type === "float16" ? new Uint16Array(view.buffer, view.byteOffset, view.length) : view
  return { dtype: type as DType, shape: dims, data: bits as Tensor["data"] }
}
