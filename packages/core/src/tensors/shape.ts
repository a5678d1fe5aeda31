import type { Tensor, TensorInfo, Tensors } from "../contracts/tensor.ts"

/** Returns the number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** Returns a shape as text: `[N, 3, 224, 224]`, with `?` for a free axis other than the first. */
export function formatShape(shape: readonly (number | null)[]): string {
  return `[${shape.map((length, axis) => length ?? (axis === 0 ? "N" : "?")).join(", ")}]`
}

/** Returns tensors as text: `x float32 [N, 3, 224, 224], mask int64 [N]`. */
export function listTensors(tensors: readonly TensorInfo[]): string {
  return tensors.map(({ name, dtype, shape }) => `${name} ${dtype} ${formatShape(shape)}`).join(", ")
}

/** Returns tensors as a list, each with its name. */
export function namedTensors(tensors: Tensors): (Tensor & { readonly name: string })[] {
  return Object.entries(tensors).map(([name, tensor]) => ({ name, ...tensor }))
}
