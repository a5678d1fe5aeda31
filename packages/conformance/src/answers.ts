import type { DType, Model, Tensor, TensorInfo, Tensors } from "@pami/core"
import { decode, encode, formatShape, sizeOf, stores } from "@pami/core/tensor"
import { type Fixture, type Item, itemShape } from "./fixtures/fixture.ts"

/** Returns so many items, at least 1, or as many as the model takes. */
export function fitting({ limits }: Model, count: number): number {
  return Math.max(1, Math.min(count, limits.largestBatch ?? count))
}

/** Items as a batch of the model's feeds, pictures in the layout that it declares. */
export function feedsOf(model: Model, fixture: Fixture, items: readonly Item[]): Record<string, Tensor> {
  return Object.fromEntries(
    fixture.inputs.map((info) => {
      const last = isChannelsLast(model, info)
      const shape = itemShape(info)
      const numbers = items.flatMap(({ [info.name]: own }) => (last ? channelsLast(own, shape) : own))
      const axes = last ? [shape[1], shape[2], shape[0]] : shape
      const dtype = info.dtype as DType
      return [
        info.name,
        { dtype, shape: [items.length, ...axes], data: encode(dtype, Float32Array.from(numbers)) },
      ]
    }),
  )
}

/** What the model makes of each item, as the fixture has it. */
export async function answers(model: Model, fixture: Fixture, items: readonly Item[]): Promise<Item[]> {
  return itemsIn(model, fixture, await model.run(feedsOf(model, fixture, items)), items.length)
}

/**
 * The outputs of a run, item by item, channels first.
 *
 * @throws Error naming what is wrong with a tensor: missing, of another shape or dtype, or contradicting itself
 */
export function itemsIn(model: Model, fixture: Fixture, outputs: Tensors, count: number): Item[] {
  const items = Array.from({ length: count }, (): Record<string, readonly number[]> => ({}))
  for (const info of fixture.outputs) {
    const { name, dtype } = info
    const tensor = outputs[name]
    if (tensor === undefined)
      throw new Error(`run gives no output "${name}"; it gives ${Object.keys(outputs).join(", ") || "none"}`)
    const last = isChannelsLast(model, info)
    const shape = itemShape(info)
    const expected = [count, ...(last ? [shape[1], shape[2], shape[0]] : shape)]
    if (tensor.dtype !== dtype || !stores(tensor.dtype, tensor.data))
      throw new Error(
        `output "${name}" is ${tensor.dtype} in a ${tensor.data.constructor.name}; the model gives ${dtype}`,
      )
    if (tensor.shape.join() !== expected.join() || tensor.data.length !== sizeOf(expected))
      throw new Error(
        `for ${count} items output "${name}" is ${formatShape(tensor.shape)} with ${tensor.data.length} elements, ` +
          `not ${formatShape(expected)}`,
      )
    const numbers = Array.from(decode(tensor))
    const size = sizeOf(shape)
    for (const [i, item] of items.entries()) {
      const own = numbers.slice(i * size, (i + 1) * size)
      item[name] = last ? channelsFirst(own, shape) : own
    }
  }
  return items
}

/** Largest difference between the numbers of two items, `Infinity` where one is no number. */
export function difference(a: Item, b: Item): number {
  let largest = 0
  for (const [name, numbers] of Object.entries(b))
    for (const [i, value] of numbers.entries()) {
      const apart = Math.abs(a[name][i] - value)
      largest = Number.isNaN(apart) ? Infinity : Math.max(largest, apart)
    }
  return largest
}

/** An item in short, for messages: `y = 3, -1, 4`. */
export function show(item: Item): string {
  return Object.entries(item)
    .map(([name, numbers]) => {
      const first = numbers.slice(0, 6).map((value) => Number(value.toPrecision(8)))
      return `${name} = ${first.join(", ")}${numbers.length > 6 ? ", ..." : ""}`
    })
    .join("; ")
}

/** Whether the model has its channels last where the fixture, `[N, channels, height, width]`, has them first. */
function isChannelsLast({ inputs, outputs }: Model, { name, shape }: TensorInfo): boolean {
  if (shape.length !== 4) return false
  const declared = [...inputs, ...outputs].find((info) => info.name === name)
  return declared?.shape.slice(1).join() === [shape[2], shape[3], shape[1]].join()
}

/** Returns the numbers of an item `[channels, height, width]`, channels last. */
export function channelsLast(
  numbers: readonly number[],
  [channels, height, width]: readonly number[],
): number[] {
  const pixels = height * width
  return numbers.map((_, i) => numbers[(i % channels) * pixels + Math.floor(i / channels)])
}

/** Returns the numbers of an item `[height, width, channels]`, channels first; `shape` is `[channels, height, width]`. */
export function channelsFirst(
  numbers: readonly number[],
  [channels, height, width]: readonly number[],
): number[] {
  const pixels = height * width
  return numbers.map((_, i) => numbers[(i % pixels) * channels + Math.floor(i / pixels)])
}
