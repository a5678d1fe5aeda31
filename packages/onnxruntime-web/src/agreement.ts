import { decode, type Tensors } from "@pami/core"

// Of the largest magnitude that an output holds. Sound devices stay below 2e-5, or with half precision, whose numbers
// are 1e-3 apart, below some 1e-2; what is wrong with the others (rows of a batch, channels) is off by about 1.
const tolerance = 1e-3
const halfTolerance = 2e-2

/**
 * How outputs differ from the right ones, in words; `undefined` when they agree: when no number is off by more than
 * a thousandth of the largest number of its output.
 *
 * @param half whether the model computes with half precision, and a fiftieth is as good
 */
export function disagreement(outputs: Tensors, right: Tensors, half = false): string | undefined {
  for (const [name, expected] of Object.entries(right)) {
    const shape = outputs[name].shape.join(", ")
    if (shape !== expected.shape.join(", "))
      return `output "${name}" is of shape [${shape}] instead of [${expected.shape.join(", ")}]`
    const values = decode(outputs[name])
    const numbers = decode(expected)
    let largest = 0
    for (const number of numbers) if (Math.abs(number) > largest) largest = Math.abs(number)
    const bound = largest * (half || expected.dtype === "float16" ? halfTolerance : tolerance)
    const wrong = numbers.findIndex((number, index) => !near(values[index], number, bound))
    if (wrong < 0) continue
    const items = expected.shape[0]
    const item = Math.floor((wrong * items) / numbers.length)
    const found = `${values[wrong].toPrecision(4)} instead of ${numbers[wrong].toPrecision(4)}`
    return `output "${name}" holds ${found} for item ${item} of a batch of ${items}`
  }
  return undefined
}

function near(value: number, right: number, bound: number): boolean {
  return Math.abs(value - right) <= bound || Object.is(value, right)
}
