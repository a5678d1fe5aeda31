import { type Finding, warning } from "../contracts/finding.ts"
import type { Tensor, Tensors } from "../contracts/tensor.ts"
import { decode } from "../tensors/elements.ts"
import { exportForInference, findDifference, type ScoredAlone } from "./find-difference.ts"

/** The difference of two answers of a model for the same input. */
export interface Repeat {
  readonly finding: Finding
  /** Whether the difference is more than rounding. */
  readonly large: boolean
}

// As a share of the largest number of an output: far above the rounding of another order of additions in 32 bits, and below the effect of dropout.
const mostRounding = 1e-3

/** Returns the largest difference of two answers, also as a share of their largest number: above 0 if any bit differs. */
function compare(name: string, tensor: Tensor, second: Tensor | undefined) {
  const [a, b] = [decode(tensor), second === undefined ? [] : decode(second)]
  let [off, largest, same] = [0, 0, a.length === b.length]
  for (let i = 0; i < a.length; i++) {
    same &&= Object.is(a[i], b[i])
    off = Math.max(off, Math.abs(a[i] - b[i]))
    largest = Math.max(largest, Math.abs(a[i]))
  }
  return { name, off, largest, share: same ? 0 : Math.max(Number.MIN_VALUE, off / largest || 0) }
}

/**
 * Compares two answers for the same input to the last bit. Returns `undefined` if they are the same.
 *
 * @param again the scores of the second answer
 */
export function checkRepeat(
  alone: ScoredAlone,
  outputs: Tensors,
  second: Tensors,
  again: Float64Array,
): Repeat | undefined {
  const [widest] = Object.entries(outputs)
    .map(([name, tensor]) => compare(name, tensor, second[name]))
    .sort((a, b) => b.share - a.share)
  if (widest.share === 0) return undefined
  const difference = findDifference(alone, alone.original, again)
  const large = difference !== undefined || widest.share > mostRounding
  const measured =
    difference === undefined
      ? `its output "${widest.name}" differs by ${widest.off.toPrecision(2)}, of ${widest.largest.toPrecision(2)}`
      : `${difference[0]} scores ${difference[1]}, then ${difference[2]}`
  return {
    large,
    finding: warning(
      "NOT_DETERMINISTIC",
      `asked twice for the same input, the model answers differently: ${measured}`,
      large
        ? exportForInference
        : "for the same bits in every run, use one thread, or run the model on the processor",
    ),
  }
}
