import type { Tensor, TensorData } from "@pami/core"
import { allocate } from "@pami/core/tensor"

/** Returns a batch of one item, again and again. */
export function repeated({ dtype, shape, data }: Tensor, times: number): Tensor {
  const batch = allocate(dtype, data.length * times) as Float32Array
  for (let i = 0; i < times; i++) batch.set(data as Float32Array, i * data.length)
  return { dtype, shape: [times, ...shape], data: batch as TensorData }
}
