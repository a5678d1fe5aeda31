import type { Tensors } from "@pami/core"
import { decode } from "@pami/core/tensor"

// Relative to the largest magnitude in an output. Correct devices stay below 2e-5; with half precision, whose numbers are
// 1e-3 apart, below about 1e-2. Errors of others (rows of a batch, channels) are about 1.
const tolerance = 1e-3
const halfTolerance = 2e-2

/**
 * Describes how outputs differ from the expected ones. Returns `undefined` if no number differs by more than a thousandth of
 * the largest finite magnitude in its output.
 *
 * @param half whether the model computes with half precision: a fiftieth is allowed then
 */
export function compareOutputs(outputs: Tensors, expected: Tensors, half = false): string | undefined {
  for (const [name, right] of Object.entries(expected)) {
    const shape = outputs[name].shape.join(", ")
    if (shape !== right.shape.join(", "))
      return `output "${name}" is of shape [${shape}] instead of [${right.shape.join(", ")}]`
    const values = decode(outputs[name])
    const numbers = decode(right)
    let largest = 0
    for (const number of numbers) {
      const magnitude = Math.abs(number)
      if (magnitude > largest && magnitude < Infinity) largest = magnitude
    }
    const bound = largest * (half || right.dtype === "float16" ? halfTolerance : tolerance)
    const wrong = numbers.findIndex((number, index) => !near(values[index], number, bound))
    if (wrong < 0) continue
    const items = right.shape[0]
    const item = Math.floor((wrong * items) / numbers.length)
    const found = `${values[wrong].toPrecision(4)} instead of ${numbers[wrong].toPrecision(4)}`
    return `output "${name}" holds ${found} for item ${item} of a batch of ${items}`
  }
  return undefined
}

function near(value: number, right: number, bound: number): boolean {
  return Math.abs(value - right) <= bound || Object.is(value, right)
}
