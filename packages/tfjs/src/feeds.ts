import type { StringTensor, Tensor, TensorInfo } from "@pami/core"
import { decode } from "@pami/core/tensor"

/** Returns elements in one of the three number arrays of TensorFlow.js, or texts; without a copy if possible. */
export function runtimeData({
  dtype,
  data,
}: Tensor | StringTensor): Float32Array | Int32Array | Uint8Array | string[] {
  switch (dtype) {
    case "string":
      return [...data]
    case "float32":
      return data as Float32Array
    case "int32":
      return data as Int32Array
    case "bool":
      return data as Uint8Array
    case "float16":
    case "float64":
      return Float32Array.from(decode({ dtype, shape: [], data }))
    case "int64":
      return Int32Array.from(data as BigInt64Array, fits)
    case "uint8":
    case "int8":
      return Int32Array.from(data as Uint8Array)
  }
}

/** Returns the element type of TensorFlow.js for the result of {@link runtimeData}. */
export function runtimeType(dtype: TensorInfo["dtype"]): "float32" | "int32" | "bool" | "string" {
  if (dtype === "string" || dtype === "bool") return dtype
  return dtype.startsWith("float") ? "float32" : "int32"
}

/** A number that cannot be fed. Not a plain RangeError, which the runtime throws when memory is short. */
export class UnfitNumber extends RangeError {}

function fits(value: bigint): number {
  const number = Number(value)
  if (number === (number | 0)) return number
  throw new UnfitNumber(`${value} does not fit into 32 bits, in which TensorFlow.js holds int64`)
}
