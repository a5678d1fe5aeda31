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

/** Returns the largest difference of two answers as a share of their largest number: above 0 if any bit differs. */
function changeOf(tensor: Tensor, second: Tensor | undefined): number {
  const [a, b] = [decode(tensor), second === undefined ? [] : decode(second)]
  let [off, largest, same] = [0, 0, a.length === b.length]
  for (let i = 0; i < a.length; i++) {
    same &&= Object.is(a[i], b[i])
    off = Math.max(off, Math.abs(a[i] - b[i]))
    largest = Math.max(largest, Math.abs(a[i]))
  }
  return same ? 0 : off / largest || Number.MIN_VALUE
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
  const [[name, change]] = Object.entries(outputs)
    .map(([output, tensor]) => [output, changeOf(tensor, second[output])] as const)
    .sort(([, a], [, b]) => b - a)
  if (change === 0) return undefined
  const difference = findDifference(alone, alone.original, again)
  const large = difference !== undefined || change > mostRounding
  const measured =
    difference === undefined
      ? `output "${name}" differs by ${change.toPrecision(1)} of its largest number`
      : `${difference[0]} scores ${difference[1]}, then ${difference[2]}`
  return {
    large,
    finding: warning(
      "NOT_DETERMINISTIC",
      `run twice on the same input, the model differs: ${measured}`,
      large
        ? exportForInference
        : "for the same bits in every run, use one thread, or run the model on the processor",
    ),
  }
}
