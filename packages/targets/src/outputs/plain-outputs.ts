import type { Tensors } from "@pami/core"
import { decode } from "@pami/core/tensor"

/** An output of one item: its numbers, whatever the element type of the model. */
export interface PlainOutput {
  /** Begins with an axis of length 1 for the batch if the output has a batch axis. */
  readonly shape: readonly number[]
  /** Row-major. */
  readonly data: Float64Array
}

/** The outputs of one item, by name. */
export type PlainOutputs = Readonly<Record<string, PlainOutput>>

/**
 * Returns a reader of the outputs of each item of a batch. Of several items, it omits outputs without an entry for each; of
 * one, it assumes no batch axis, unless that of a batch before had one: a model of a fixed batch is never run on one item.
 */
export function plainReader(): (outputs: Tensors, count: number) => (item: number) => PlainOutputs {
  const batched = new Set<string>()
  return (outputs, count) => {
    const all = Object.entries(outputs).flatMap(([name, tensor]) => {
      const { shape } = tensor
      if (count > 1 && shape[0] >= count) batched.add(name)
      const isBatch = batched.has(name)
      return isBatch || count === 1 ? [{ name, shape, data: decode(tensor), isBatch }] : []
    })
    return (item) =>
      Object.fromEntries(
        all.map(({ name, shape, data, isBatch }) => {
          if (!isBatch) return [name, { shape, data: Float64Array.from(data) }]
          const size = data.length / shape[0]
          const own = data.subarray(item * size, (item + 1) * size)
          return [name, { shape: [1, ...shape.slice(1)], data: Float64Array.from(own) }]
        }),
      )
  }
}
