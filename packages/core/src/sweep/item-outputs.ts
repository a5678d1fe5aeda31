import type { Tensors } from "../contracts/tensor.ts"
import { PamiError } from "../error.ts"
import { formatShape } from "../tensors/shape.ts"

/**
 * Returns the outputs of each of `items` items, copied. Of several items, omits outputs without an entry for each; of one,
 * no batch axis is assumed.
 *
 * @throws PamiError `OUTPUT_UNSUITABLE` if no output has an entry for each item
 */
export function itemOutputs(outputs: Tensors, items: number): Tensors[] {
  if (items === 1) return [outputs]
  const entries = Object.entries(outputs)
  const fitting = entries.filter(([, { shape }]) => shape[0] === items)
  if (fitting.length === 0)
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `for a batch of ${items} the model gives ${entries.map(([name, { shape }]) => `${name} ${formatShape(shape)}`).join(", ")}, without an entry for each item; export it with the batch as the first axis, or for single items`,
    )
  return Array.from({ length: items }, (_, item) =>
    Object.fromEntries(
      fitting.map(([name, { dtype, shape, data }]) => {
        const size = data.length / items
        const own = data.slice(item * size, (item + 1) * size)
        return [name, { dtype, shape: [1, ...shape.slice(1)], data: own }]
      }),
    ),
  )
}
