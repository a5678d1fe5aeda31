import type { DType, Feeds, Model, Tensor, Tensors } from "@pami/core"
import { encode, random, sizeOf } from "@pami/core/tensor"
import { itemShape } from "./fixtures/fixture.ts"

/** The numbers of one item, by name of the input. */
export type RandomItem = Readonly<Record<string, Float32Array>>

/**
 * Returns `count` items of random numbers from -1 to 1 in the shapes of the model's inputs. Their sums do not fit into
 * float32: additions in another order give other last bits.
 */
export function randomItems({ inputs }: Model, count: number, seed = 1): RandomItem[] {
  const next = random(seed)
  return Array.from({ length: count }, () =>
    Object.fromEntries(
      inputs.map((info) => [
        info.name,
        Float32Array.from({ length: sizeOf(itemShape(info)) }, () => 2 * next() - 1),
      ]),
    ),
  )
}

/** Returns items as one batch of the model's feeds. */
export function batchItems({ inputs }: Model, items: readonly RandomItem[]): Feeds {
  return Object.fromEntries(
    inputs.map((info): [string, Tensor] => {
      const { name, dtype } = info
      const own = itemShape(info)
      const size = sizeOf(own)
      const numbers = new Float32Array(items.length * size)
      for (const [i, item] of items.entries()) numbers.set(item[name], i * size)
      return [
        name,
        { dtype: dtype as DType, shape: [items.length, ...own], data: encode(dtype as DType, numbers) },
      ]
    }),
  )
}

/**
 * Runs items as one batch and returns the rows of the outputs; each row has the numbers of all outputs.
 *
 * @throws Error if an output has another number of rows than items
 */
export async function runRows(model: Model, items: readonly RandomItem[]): Promise<Float64Array[]> {
  return splitRows(await model.run(batchItems(model, items)), items.length)
}

function splitRows(outputs: Tensors, count: number): Float64Array[] {
  const tensors = Object.entries(outputs)
  for (const [name, { shape, data }] of tensors)
    if (shape[0] !== count || data.length % count !== 0)
      throw new Error(`for ${count} items output "${name}" has ${shape[0]} rows and ${data.length} numbers`)
  return Array.from({ length: count }, (_, row) =>
    Float64Array.from(
      tensors.flatMap(([, { data }]) => {
        const width = data.length / count
        return Array.from(data.slice(row * width, (row + 1) * width) as ArrayLike<number | bigint>, Number)
      }),
    ),
  )
}

/** Returns the largest difference between two rows: 0 only if all numbers are identical, including signs of zeros. */
export function rowDifference(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return Infinity
  let largest = 0
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i])) continue
    const apart = Math.abs(a[i] - b[i])
    largest = Number.isNaN(apart) ? Infinity : Math.max(largest, apart, Number.MIN_VALUE)
  }
  return largest
}
