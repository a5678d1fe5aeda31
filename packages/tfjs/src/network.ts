import { type DeclaredTensor, shortened } from "@pami/backend-kit"
import { type DType, PamiError } from "@pami/core"
import type { Tensor } from "@tensorflow/tfjs-core"
import type { Activation } from "./activations.ts"
import { checkShape } from "./sizes.ts"

/** A model of the runtime: its tensors in, its tensors out, in the order of `inputs` and `outputs`. */
export interface Network {
  readonly inputs: readonly DeclaredTensor[]
  readonly outputs: readonly DeclaredTensor[]
  /** Activations of the outputs, as far as known. */
  readonly activations?: readonly (Activation | undefined)[]
  /** Runs the model; the caller frees the tensors that it creates. */
  predict(feeds: Tensor[]): Tensor[]
  /** Runs a graph with control flow, and frees all tensors but the results. */
  predictAsync?(feeds: Tensor[]): Promise<Tensor[]>
  dispose(): void
}

/** A declared shape, with `null` or a negative length for a free axis; `undefined` if none is declared. */
type Shape = readonly (number | null)[] | undefined

function declared(name: string, dtype: DType | "string", shape: Shape): DeclaredTensor {
  const free = shape?.map((length) => (length === null || length < 0 ? null : length)) ?? []
  // TensorFlow has no names for axes.
  return { name, dtype, shape: free, axes: [], hasShape: shape !== undefined }
}

const names: Readonly<Record<string, DType | "string">> = {
  DT_FLOAT: "float32",
  DT_HALF: "float16",
  DT_DOUBLE: "float64",
  DT_UINT8: "uint8",
  DT_INT8: "int8",
  DT_INT32: "int32",
  DT_INT64: "int64",
  DT_BOOL: "bool",
  DT_STRING: "string",
  float32: "float32",
  int32: "int32",
  bool: "bool",
  string: "string",
}

/**
 * Returns what an input takes.
 *
 * @param dtype name of the element type in TensorFlow or TensorFlow.js
 * @throws PamiError `MODEL_UNSUPPORTED` on a type that cannot be fed, `MODEL_INVALID` on a shape that cannot be
 */
export function inputInfo(name: string, dtype: string, shape: Shape, file: string): DeclaredTensor {
  checkShape(`input "${shortened(name)}"`, shape ?? [], file)
  if (Object.hasOwn(names, dtype)) return declared(name, names[dtype], shape)
  const types = [...new Set(Object.values(names))].join(", ")
  throw new PamiError(
    "MODEL_UNSUPPORTED",
    `input "${shortened(name)}" of ${file} takes ${shortened(dtype)}; ${types} can be fed`,
  )
}

/**
 * Returns what an output gives: TensorFlow.js has no numbers but float32, int32 and bool.
 *
 * @throws PamiError `MODEL_INVALID` on a shape that cannot be
 */
export function outputInfo(name: string, dtype: string, shape: Shape, file: string): DeclaredTensor {
  checkShape(`output "${shortened(name)}"`, shape ?? [], file)
  const given = Object.hasOwn(names, dtype) ? names[dtype] : "float32"
  const held =
    given === "bool" || given === "string" ? given : given.startsWith("float") ? "float32" : "int32"
  return declared(name, held, shape)
}
