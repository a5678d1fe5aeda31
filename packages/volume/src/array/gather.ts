import { sizeOf } from "@pami/core/tensor"
import type { Samples } from "../samples.ts"
import { type AxisNames, formatSides, unsuitable } from "./array-axes.ts"

/** Numbers in row-major order, as `decodeNpy` of `@pami/image` returns them. */
export interface NumberArray {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number | bigint>
}

/**
 * Returns the numbers of one item as `[channels, ...units]`.
 *
 * @param item its number on the axis `N`
 * @param names of the axes of the array
 * @param axes names of the axes of units, in the order of the result
 * @param lengths of all axes by name, 1 for channels that the array does not have
 * @throws PamiError `AXES_UNSUITABLE`
 */
export function gather(
  { shape, data }: NumberArray,
  item: number | undefined,
  names: AxisNames,
  axes: readonly string[],
  lengths: ReadonlyMap<string, number>,
): Samples {
  if (data.length !== sizeOf(shape))
    throw unsuitable(`an array ${formatSides(shape)} has ${sizeOf(shape)} numbers; got ${data.length}`)
  const items = lengths.get("N") ?? 1
  if (items > 1 && item === undefined)
    throw unsuitable(`the array has ${items} items on axis N: choose one with the option item, from 0`)
  const chosen = item ?? 0
  if (!(Number.isInteger(chosen) && chosen >= 0 && chosen < items))
    throw unsuitable(
      `the array has ${items === 1 ? "one item" : `${items} items`}; got item ${chosen}, counted from 0`,
    )
  const strideOf = (name: string) => {
    const axis = names.indexOf(name)
    return axis < 0 ? 0 : sizeOf(shape.slice(axis + 1))
  }
  const channels = lengths.get("C")!
  const sides = axes.map((name) => lengths.get(name)!)
  const order = [
    { side: channels, stride: strideOf("C") },
    ...axes.map((name, axis) => ({ side: sides[axis], stride: strideOf(name) })),
  ]
  let sources = [chosen * strideOf("N")]
  const numbers = new Float32Array(channels * sizeOf(sides))
  const last = order[order.length - 1]
  for (const { side, stride } of order.slice(0, -1))
    sources = sources.flatMap((from) => Array.from({ length: side }, (_, i) => from + i * stride))
  let to = 0
  for (const from of sources)
    for (let i = 0; i < last.side; i++) numbers[to++] = Number(data[from + i * last.stride])
  return { shape: sides, channels, data: numbers }
}
