/** Element types of the inputs and outputs of a model. */
export type DType = "float32" | "float16" | "float64" | "uint8" | "int8" | "int32" | "int64" | "bool"

/** Storage of the elements of a tensor. `float16` is kept as its bits in a `Uint16Array`, `bool` as 0 or 1 in bytes. */
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

/** Tensors, by the name of the input or output. */
export type Tensors = Readonly<Record<string, Tensor>>

/** Strings in row-major order, for models that take text. */
export interface StringTensor {
  readonly dtype: "string"
  readonly shape: readonly number[]
  readonly data: readonly string[]
}

/** Input tensors of one run, by name. */
export type Feeds = Readonly<Record<string, Tensor | StringTensor>>

/** The declaration of an input or output of a model. */
export interface TensorInfo {
  readonly name: string
  readonly dtype: DType | "string"
  /** `null` marks a free axis, such as a batch of any size. */
  readonly shape: readonly (number | null)[]
}
