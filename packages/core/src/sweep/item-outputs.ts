import type { Tensors } from "../contracts/tensor.ts"
import { PamiError } from "../error.ts"
import { formatShape } from "../tensors/shape.ts"

/**
 * Returns the outputs that have an entry for each of `items` items.
 *
 * @throws PamiError `OUTPUT_UNSUITABLE` if none has
 */
export function itemOutputs(outputs: Tensors, items: number): Tensors {
  const entries = Object.entries(outputs)
  const fitting = entries.filter(([, { shape }]) => shape[0] === items)
  if (fitting.length === 0)
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `for a batch of ${items} the model gives ${entries.map(([name, { shape }]) => `${name} ${formatShape(shape)}`).join(", ")}: no output has an entry for each item; export it with the batch as the first axis of its output, or for single items`,
    )
  return Object.fromEntries(fitting)
}

/** Returns the outputs of one item, copied out of those of `items` items. */
export function outputsOfItem(outputs: Tensors, item: number, items: number): Tensors {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { dtype, shape, data }]) => {
      const size = data.length / items
      const own = data.slice(item * size, (item + 1) * size)
      return [name, { dtype, shape: [1, ...shape.slice(1)], data: own }]
    }),
  )
}
