import type { Tensor, TensorData } from "@pami/core"
import { allocate, sizeOf } from "@pami/core/tensor"

/** Returns a batch of one item, again and again. */
export function repeated({ dtype, shape, data }: Tensor, times: number): Tensor {
  const batch = allocate(dtype, data.length * times) as Float32Array
  for (let i = 0; i < times; i++) batch.set(data as Float32Array, i * data.length)
  return { dtype, shape: [times, ...shape], data: batch as TensorData }
}

/** Returns a tensor whose batch, on `axis`, is moved to axis 0. */
export function batchFirst(tensor: Tensor, axis: number): Tensor {
  if (axis === 0) return tensor
  const { dtype, shape, data } = tensor
  const items = shape[axis]
  const [outer, inner] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))]
  const moved = allocate(dtype, data.length) as Float32Array
  for (let item = 0; item < items; item++)
    for (let o = 0; o < outer; o++) {
      const from = (o * items + item) * inner
      moved.set(data.subarray(from, from + inner) as Float32Array, (item * outer + o) * inner)
    }
  return { dtype, shape: [items, ...shape.toSpliced(axis, 1)], data: moved }
}
