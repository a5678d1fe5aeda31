import type { Tensor, Tensors } from "@pami/core"
import { decode, formatShape } from "@pami/core/tensor"

// As a share of the largest number of an output. Servers batch the requests of others with ours, and then add in another
// order; 16 bits round more. The answers of a broken server are far beyond both.
const rounding = 1e-3
const roundingOfHalves = 2e-2

/**
 * Returns in words where an answer differs from an earlier one by more than rounding; `undefined` if it does not.
 *
 * @param halves names of the outputs of 16 bits
 */
export function findDifference(
  before: Tensors,
  now: Tensors,
  halves: ReadonlySet<string>,
): string | undefined {
  for (const [name, first] of Object.entries(before)) {
    const second = now[name]
    if (second === undefined) return `output "${name}" is missing`
    if (first.shape.join() !== second.shape.join())
      return `output "${name}" has the shape ${formatShape(second.shape)}, it had ${formatShape(first.shape)}`
    const place = placeOf(first, second, halves.has(name) ? roundingOfHalves : rounding)
    if (place >= 0)
      return `output "${name}" is ${decode(second)[place]} at element ${place}, it was ${decode(first)[place]}`
  }
  return undefined
}

/** Returns in words where an answer is not a number and an earlier one was; `undefined` if it is everywhere. */
export function findLost(before: Tensors, now: Tensors): string | undefined {
  const isLost = (tensor: Tensor) => decode(tensor).some(Number.isNaN)
  const lost = Object.keys(before).find((name) => isLost(now[name]) && !isLost(before[name]))
  return lost === undefined ? undefined : `output "${lost}" holds NaN`
}

/** Returns the first element that differs, or -1. */
function placeOf(first: Tensor, second: Tensor, share: number): number {
  const [a, b] = [decode(first), decode(second)] as [Float64Array, Float64Array]
  const largest = a.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    0,
  )
  const allowed = first.dtype.startsWith("float") ? share * largest : 0
  return a.findIndex((value, i) => !Object.is(value, b[i]) && !(Math.abs(value - b[i]) <= allowed))
}
