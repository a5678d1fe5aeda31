import type { DType, Tensor, TensorData } from "../contracts/tensor.ts"
import { fromHalf, toHalf } from "../numbers/half.ts"

const constructors = {
  float32: Float32Array,
  float16: Uint16Array,
  float64: Float64Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const

/** A zero-filled array that stores `length` elements of `dtype`. */
export function allocate(dtype: DType, length: number): TensorData {
  return new constructors[dtype](length)
}

/** Returns the bytes of one element. */
export function bytesOf(dtype: DType): number {
  return constructors[dtype].BYTES_PER_ELEMENT
}

/** Whether `data` is the kind of array that stores `dtype`, made in this realm or in another, as under Jest. */
export function stores(dtype: DType, data: TensorData): boolean {
  return isA(data, constructors[dtype])
}

function isA(data: TensorData, { name }: { readonly name: string }): boolean {
  return ArrayBuffer.isView(data) && data[Symbol.toStringTag] === name
}

/**
 * Numbers as elements of `dtype`. Integers are rounded to nearest and clamped to the range of the type;
 * `float16` rounds to nearest even.
 */
export function encode(dtype: DType, values: Float32Array): TensorData {
  if (dtype === "float32") return values
  const length = values.length
  if (dtype === "float64") return Float64Array.from(values)
  if (dtype === "float16") {
    const bits = new Uint16Array(length)
    for (let i = 0; i < length; i++) bits[i] = toHalf(values[i])
    return bits
  }
  if (dtype === "int64") return BigInt64Array.from(values, (value) => BigInt(Math.round(value)))
  if (dtype === "bool") return Uint8Array.from(values, (value) => (value === 0 ? 0 : 1))
  const [low, high] = { uint8: [0, 255], int8: [-128, 127], int32: [-(2 ** 31), 2 ** 31 - 1] }[dtype]
  const integers = allocate(dtype, length) as Int32Array
  for (let i = 0; i < length; i++) integers[i] = Math.min(high, Math.max(low, Math.round(values[i])))
  return integers
}

/** A tensor's elements as numbers, without a copy where they are `float32` or `float64` already. */
export function decode(tensor: Tensor): Float32Array | Float64Array {
  const { data, dtype } = tensor
  if (isA(data, Float32Array) || isA(data, Float64Array)) return data as Float32Array | Float64Array
  if (isA(data, BigInt64Array)) return Float64Array.from(data as BigInt64Array, Number)
  if (dtype === "float16") return Float32Array.from(data as Uint16Array, fromHalf)
  return Float64Array.from(data as Uint8Array)
}
