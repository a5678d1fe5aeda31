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
  return ArrayBuffer.isView(data) && data[Symbol.toStringTag] === constructors[dtype].name
}

function whole(low: number, high: number): (value: number) => number {
  return (value) => Math.min(high, Math.max(low, Math.round(value)))
}

const elements: Readonly<Record<DType, (value: number) => number | bigint>> = {
  float32: (value) => value,
  float16: toHalf,
  float64: (value) => value,
  uint8: whole(0, 255),
  int8: whole(-128, 127),
  int32: whole(-(2 ** 31), 2 ** 31 - 1),
  int64: (value) => BigInt(Math.round(value)),
  bool: (value) => Number(value !== 0),
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
  const data = allocate(dtype, values.length) as Int32Array
  const elementOf = elements[dtype] as (value: number) => number
  for (let i = 0; i < data.length; i++) data[i] = elementOf(values[i])
  return data
}

/** Returns the elements of a tensor as numbers: its own array for `float32` and `float64`, else a copy. */
export function decode({ data, dtype }: Tensor): Float32Array | Float64Array {
  if (dtype === "float16") return Float32Array.from(data as Uint16Array, fromHalf)
  if (dtype.startsWith("float")) return data as Float32Array | Float64Array
  return dtype === "int64"
    ? Float64Array.from(data as BigInt64Array, Number)
    : new Float64Array(data as Int32Array)
}
