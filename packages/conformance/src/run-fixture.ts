import type { DType, Model, Tensor, TensorInfo, Tensors } from "@pami/core"
import { decode, encode, formatShape, sizeOf, stores } from "@pami/core/tensor"
import { type Fixture, type Item, itemShape } from "./fixtures/fixture.ts"

/** Returns `count`, but at least 1 and at most the largest batch of the model. */
export function fitting({ limits }: Model, count: number): number {
  return Math.max(1, Math.min(count, limits.largestBatch ?? count))
}

/** Returns items as the feeds of one run, with images in the layout that the model declares. */
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

/** Runs items as one batch and returns the outputs of each, in the layout of the fixture. */
export async function runFixture(model: Model, fixture: Fixture, items: readonly Item[]): Promise<Item[]> {
  return itemsIn(model, fixture, await model.run(feedsOf(model, fixture, items)), items.length)
}

/**
 * Returns the outputs of a run item by item, channels first.
 *
 * @throws Error if a tensor is missing, has another shape or element type, or contradicts itself
 */
export function itemsIn(model: Model, fixture: Fixture, outputs: Tensors, count: number): Item[] {
  const items = Array.from({ length: count }, (): Record<string, readonly number[]> => ({}))
  for (const info of fixture.outputs) {
    const { name, dtype } = info
    const tensor = outputs[name]
    if (tensor === undefined)
      throw new Error(
        `run returns no output "${name}"; it returns ${Object.keys(outputs).join(", ") || "none"}`,
      )
    const last = isChannelsLast(model, info)
    const shape = itemShape(info)
    const expected = [count, ...(last ? [shape[1], shape[2], shape[0]] : shape)]
    if (tensor.dtype !== dtype || !stores(tensor.dtype, tensor.data))
      throw new Error(
        `output "${name}" is ${tensor.dtype} in a ${tensor.data.constructor.name}; expected ${dtype}`,
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

/** Returns the largest difference between the numbers of two items: `Infinity` if one is `NaN`. */
export function difference(a: Item, b: Item): number {
  let largest = 0
  for (const [name, numbers] of Object.entries(b))
    for (const [i, value] of numbers.entries()) {
      const apart = Math.abs(a[name][i] - value)
      largest = Number.isNaN(apart) ? Infinity : Math.max(largest, apart)
    }
  return largest
}

/** Returns an item as a short text for messages: `y = 3, -1, 4`. */
export function show(item: Item): string {
  return Object.entries(item)
    .map(([name, numbers]) => {
      const first = numbers.slice(0, 6).map((value) => Number(value.toPrecision(8)))
      return `${name} = ${first.join(", ")}${numbers.length > 6 ? ", ..." : ""}`
    })
    .join("; ")
}

/** Returns whether the model declares a tensor of the fixture, `[N, channels, height, width]`, with channels last. */
function isChannelsLast({ inputs, outputs }: Model, { name, shape }: TensorInfo): boolean {
  if (shape.length !== 4) return false
  const declared = [...inputs, ...outputs].find((info) => info.name === name)
  return declared?.shape.slice(1).join() === [shape[2], shape[3], shape[1]].join()
}

/** Reorders the numbers of an item from `[channels, height, width]` to `[height, width, channels]`. */
export function channelsLast(
  numbers: readonly number[],
  [channels, height, width]: readonly number[],
): number[] {
  const pixels = height * width
  return numbers.map((_, i) => numbers[(i % channels) * pixels + Math.floor(i / channels)])
}

/** Reorders the numbers of an item from `[height, width, channels]` to `[channels, height, width]`, the given shape. */
export function channelsFirst(
  numbers: readonly number[],
  [channels, height, width]: readonly number[],
): number[] {
  const pixels = height * width
  return numbers.map((_, i) => numbers[(i % pixels) * channels + Math.floor(i / pixels)])
}
