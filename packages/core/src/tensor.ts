/** Element types that a model's inputs and outputs may have. */
export type DType = "float32" | "float16" | "float64" | "uint8" | "int8" | "int32" | "int64" | "bool"

/** Storage of a tensor's elements. `float16` is kept as its bits in a `Uint16Array`, `bool` as 0 or 1 in bytes. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Uint16Array
  | Uint8Array
  | Int8Array
  | Int32Array
  | BigInt64Array

/** A dense tensor in row-major order; `data.length` is the product of `shape`. */
export interface Tensor {
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly data: TensorData
}

/** Tensors by the name of the model's input or output. */
export type Tensors = Readonly<Record<string, Tensor>>

/** Texts in row-major order, for models that take them as they are. */
export interface StringTensor {
  readonly dtype: "string"
  readonly shape: readonly number[]
  readonly data: readonly string[]
}

/** What a model is fed, by the name of its input. */
export type Feeds = Readonly<Record<string, Tensor | StringTensor>>

/** What a model declares of one of its inputs or outputs. */
export interface TensorInfo {
  readonly name: string
  readonly dtype: DType | "string"
  /** `null` marks a free axis, such as a batch of any size. */
  readonly shape: readonly (number | null)[]
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** A shape as people write it: `[N, 3, 224, 224]`, with `?` for a free axis other than the first. */
export function formatShape(shape: readonly (number | null)[]): string {
  return `[${shape.map((length, axis) => length ?? (axis === 0 ? "N" : "?")).join(", ")}]`
}

/** Returns a whole number with its digits in groups of three: `1,444`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",")
}

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

const float = new Float32Array(1)
const word = new Uint32Array(float.buffer)

/** The bits of the IEEE 754 half-precision number nearest to `value`, ties to even. */
export function toHalf(value: number): number {
  float[0] = value
  const bits = word[0]
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  if (magnitude >= 0x477ff000) return sign | 0x7c00
  if (magnitude < 0x38800000) {
    // Below 2^-14 a half is a multiple of 2^-24; adding 0.5 lets the float unit do the rounding.
    float[0] = Math.abs(value) + 0.5
    return sign | (word[0] - 0x3f000000)
  }
  const odd = (magnitude >>> 13) & 1
  return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13)
}

/** The number that half-precision `bits` stand for. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >>> 10) & 31
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
