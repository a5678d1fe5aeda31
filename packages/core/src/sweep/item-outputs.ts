import type { Tensors } from "../contracts/tensor.ts"
import { PamiError } from "../error.ts"
import { listTensors, namedTensors } from "../tensors/shape.ts"

/**
 * Returns the outputs of each of `items` items, copied. Of several items, omits outputs without an entry for each; of one,
 * no batch axis is assumed.
 *
 * @throws PamiError `OUTPUT_UNSUITABLE` if no output has an entry for each item
 */
export function itemOutputs(outputs: Tensors, items: number): Tensors[] {
  if (items === 1) return [outputs]
  const all = namedTensors(outputs)
  const fitting = all.filter(({ shape }) => shape[0] === items)
  if (fitting.length === 0)
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `for a batch of ${items} the model gives ${listTensors(all)}, without an entry for each item; export the model with a free batch axis, the first`,
    )
  return Array.from({ length: items }, (_, item) =>
    Object.fromEntries(
      fitting.map(({ name, dtype, shape, data }) => {
        const size = data.length / items
        const own = data.slice(item * size, (item + 1) * size)
        return [name, { dtype, shape: [1, ...shape.slice(1)], data: own }]
      }),
    ),
  )
}
