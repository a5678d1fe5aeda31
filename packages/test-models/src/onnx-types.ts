/** Element types that `onnxModel` can write. */
export type OnnxType =
  | "float32"
  | "uint8"
  | "int8"
  | "int32"
  | "int64"
  | "string"
  | "bool"
  | "float16"
  | "float64"

/** An input or output of a model. */
export interface OnnxValue {
  readonly name: string
  readonly dtype: OnnxType
  /**
   * Length of each axis. A string makes the axis free and names it; `""` makes it free without a name; `null` makes it
   * free with a default name: `"batch"` for the first axis, `"<tensor>_<axis>"` for others.
   */
  readonly shape: readonly (number | string | null)[]
  /** Wraps the tensor in a sequence of maps keyed by int64, the type of ZipMap's output. Default: a bare tensor. */
  readonly container?: "sequence of maps"
}

/** A constant tensor. `data` stores `float16` as bits in a `Uint16Array`, and `bool` as 0 or 1 in a `Uint8Array`. */
export interface OnnxTensor {
  readonly dtype: Exclude<OnnxType, "string">
  readonly shape: readonly number[]
  readonly data: ArrayBufferView & { readonly length: number }
}

/** A named constant, stored in the model or in a file next to it. The caller writes that file. */
export type OnnxInitializer =
  | ({ readonly name: string } & OnnxTensor)
  | {
      readonly name: string
      readonly dtype: OnnxTensor["dtype"]
      readonly shape: readonly number[]
      /** Name of the file next to the model that stores the elements, little-endian, from offset 0. */
      readonly external: string
    }

/** An attribute of an operator. The key selects the ONNX attribute type. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly tensor: OnnxTensor | OnnxInitializer }

/** A node of the graph. */
export interface OnnxNode {
  /** Operator type: `"Conv"`. */
  readonly op: string
  /** Names of the input values; `""` skips an optional input. */
  readonly inputs: readonly string[]
  /** Names of the output values. */
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>
  /** Operator domain. Default `""` (ONNX); any other is imported at version 1. */
  readonly domain?: string
}

/** Options of `onnxModel`. */
export interface OnnxModelOptions {
  /** Name of the graph. Default `"model"`. */
  readonly name?: string
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  /** In topological order. */
  readonly nodes: readonly OnnxNode[]
  /** Default: none. */
  readonly initializers?: readonly OnnxInitializer[]
  /** ONNX operator set version. Default 17. */
  readonly opset?: number
  /** ONNX IR version. Default 8, which opset 17 requires. */
  readonly irVersion?: number
  /** Producer name stored in the file. Default `"pami"`. */
  readonly producer?: string
  /** Metadata stored in the file. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>
}
