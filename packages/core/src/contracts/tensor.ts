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
