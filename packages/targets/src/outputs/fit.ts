import type { TensorInfo, Tensors } from "@pami/core"
import { formatShape } from "@pami/core/tensor"

/** Outputs of a model: tensors by name, or as the model declares them. */
export type Outputs = Tensors | readonly TensorInfo[]

/** The result of a function that looks whether outputs fit a target. */
export interface Fit {
  /** Name of the output to read. */
  readonly output: string
  /** The evidence, as a clause: `"output "boxes" has 4 numbers for each of 4420 boxes"`. */
  readonly why: string
  /** Whether the evidence leaves little doubt. Otherwise another kind of model may have outputs of the same shapes. */
  readonly clear: boolean
}

/** Returns the declarations of outputs. */
export function listOutputs(outputs: Outputs): readonly TensorInfo[] {
  if (Array.isArray(outputs)) return outputs as readonly TensorInfo[]
  return Object.entries(outputs as Tensors).map(([name, { dtype, shape }]) => ({ name, dtype, shape }))
}

/** Returns outputs as text: `boxes float32 [N, 4420, 4], scores float32 [N, 4420, 2]`. */
export function describeOutputs(outputs: Outputs): string {
  return listOutputs(outputs)
    .map(({ name, dtype, shape }) => `${name} ${dtype} ${formatShape(shape)}`)
    .join(", ")
}

/** Returns whether an output holds floating-point numbers. */
export function isFloat({ dtype }: Pick<TensorInfo, "dtype">): boolean {
  return dtype.startsWith("float")
}

/** Returns whether an output holds whole numbers of a type that can number classes. */
export function isInteger({ dtype }: Pick<TensorInfo, "dtype">): boolean {
  return /^u?int/.test(dtype)
}

/** Returns an output as `"name" float32 [N, 4]`, for clauses. */
export function named({ name, dtype, shape }: TensorInfo): string {
  return `output "${name}" ${dtype} ${formatShape(shape)}`
}
