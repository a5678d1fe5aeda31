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

/** Returns a zero-filled array for `length` elements of `dtype`. */
export function allocate(dtype: DType, length: number): TensorData {
  return new constructors[dtype](length)
}

/** Returns the number of bytes of one element. */
export function bytesOf(dtype: DType): number {
  return constructors[dtype].BYTES_PER_ELEMENT
}

/** Returns whether `data` is of the array type for `dtype`, of this realm or another (Jest runs tests in one). */
export function stores(dtype: DType, data: TensorData): boolean {
  return isA(data, constructors[dtype])
}

function isA(data: TensorData, { name }: { readonly name: string }): boolean {
  return ArrayBuffer.isView(data) && data[Symbol.toStringTag] === name
}

/**
 * Returns numbers as elements of `dtype`. Integers are rounded to nearest and clamped to the range of the type; `float16`
 * is rounded to nearest even. Returns `values` itself for `float32`.
 *
 * @example
 * console.log(encode("uint8", Float32Array.of(-1, 2.5, 300)).join()) // 0,3,255
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

/** Returns the elements of a tensor as numbers: its own array for `float32` and `float64`, else a copy. */
export function decode(tensor: Tensor): Float32Array | Float64Array {
  const { data, dtype } = tensor
  if (isA(data, Float32Array) || isA(data, Float64Array)) return data as Float32Array | Float64Array
  if (isA(data, BigInt64Array)) return Float64Array.from(data as BigInt64Array, Number)
  if (dtype === "float16") return Float32Array.from(data as Uint16Array, fromHalf)
  return Float64Array.from(data as Uint8Array)
}
